#include "merge/merge.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

#include "merge/test_sources.h"
#include "order/origin.h"

namespace muster::merge {
namespace {

/// A record behind its origin, as it stands in a run.
std::string with_origin(const std::string& record, std::uint64_t source, std::uint64_t sequence) {
  const order::Origin origin{source, sequence};
  return std::string(reinterpret_cast<const char*>(&origin), sizeof origin) + record;
}

TEST(Merge, OfNothingIsNothing) {
  EXPECT_EQ(merged({}, {}), "");
  EXPECT_EQ(merged({}, {{}, {}, {}}), "");
}

TEST(Merge, OfOneSourceIsTheSource) {
  EXPECT_EQ(merged({}, {{"b\na\n", "c\n"}}), "b\na\nc\n");
  EXPECT_EQ(merged({}, {{"b\n", "a\n", "c\n"}}), "b\na\nc\n");
  EXPECT_EQ(merged({}, {{}, {"b\na\n", "c\n"}, {}}), "b\na\nc\n");
}

TEST(Merge, TakesWhatComesFirstWhereverItIs) {
  EXPECT_EQ(merged({}, {{"a\nd\n", "g\n"}, {"b\ne\nh\n"}, {"c\n", "f\n"}}),
            "a\nb\nc\nd\ne\nf\ng\nh\n");
  EXPECT_EQ(merged(order::numeric_order(), {{"9\n10\n"}, {"-1\n9.5\n11\n"}}),
            "-1\n9\n9.5\n10\n11\n");
}

TEST(Merge, LetsTiesComeInTheOrderOfTheirSources) {
  EXPECT_EQ(merged(by_first_letter(false), {{"a3\na1\n"}, {"a2\nb1\n"}, {"a0\n"}}),
            "a3\na1\na2\na0\nb1\n");
}

TEST(Merge, KeepsTheFirstOfEqualRecordsInAUniqueOrder) {
  EXPECT_EQ(merged(by_first_letter(true), {{"a3\na1\n", "b7\n"}, {"a2\nb1\nc1\n"}}),
            "a3\nb7\nc1\n");
  EXPECT_EQ(merged(by_first_letter(true), {{"a3\n", "a1\n"}}), "a3\n");
  // Nothing has been given out yet that an empty record could be equal to.
  EXPECT_EQ(merged(by_first_letter(true), {{"\n\n"}, {"\n"}}), "\n");
}

TEST(Merge, OfSourcesOutOfOrderReleasesARecordOnceThoseBeforeItAre) {
  EXPECT_EQ(merged({}, {{"5\n3\n9\n1\n"}, {"4\n4\n3\n5\n"}}), "4\n4\n3\n5\n3\n5\n9\n1\n");
}

TEST(Merge, GoesByOriginsAndDropsOrKeepsThem) {
  const std::string a = with_origin("a1\n", 0, 5) + with_origin("a2\n", 1, 7);
  const std::string b = with_origin("a3\n", 0, 4) + with_origin("a4\n", 1, 6);
  EXPECT_EQ(merged(by_first_letter(false), sources_of({{a}, {b}}), Origins::dropped),
            "a3\na1\na4\na2\n");
  EXPECT_EQ(merged(by_first_letter(false), sources_of({{a}, {b}}), Origins::kept),
            with_origin("a3\n", 0, 4) + with_origin("a1\n", 0, 5) + with_origin("a4\n", 1, 6) +
                with_origin("a2\n", 1, 7));
  EXPECT_EQ(merged(by_first_letter(true), sources_of({{a}, {b}}), Origins::kept),
            with_origin("a3\n", 0, 4));
}

/// An origin may hold any bytes, the delimiter too.
TEST(Merge, DoesNotTakeAnOriginForRecords) {
  const std::string a = with_origin("x\n", 0x0a0a0a0a, 0x0a);
  EXPECT_EQ(merged(by_first_letter(false), sources_of({{a}, {a}}), Origins::dropped), "x\nx\n");
}

TEST(Merge, RefusesABlockThatDoesNotHoldWholeRecords) {
  EXPECT_THROW(merged({}, {{"a\nb"}, {"c\n"}}), DamagedSource);
  EXPECT_THROW(merged(order::Order{}, sources_of({{"short\n"}}), Origins::dropped), DamagedSource);
}

/// Blocks of more records than are looked at at a time, and of numbers near a block's end.
TEST(Merge, DoesNotDependOnWhereBlocksEnd) {
  for (const order::Order& order :
       {order::Order{}, order::numeric_order(), by_first_letter(false), by_first_letter(true)}) {
    std::mt19937 random(9);
    std::vector<std::vector<std::string>> large(3);
    std::vector<std::vector<std::string>> small(3);
    for (std::size_t i = 0; i < large.size(); ++i) {
      for (const int records : {1, 255, 256, 257, 1000}) {
        std::string& block = large[i].emplace_back();
        for (int j = 0; j < records; ++j)
          block += small[i].emplace_back(std::to_string(random() % 5000) + '\n');
      }
    }
    EXPECT_EQ(merged(order, large), merged(order, small));
  }
}

TEST(Merge, GivesOutRecordsThatAreLongerThanAPiece) {
  const std::string large = std::string(1'000'000, 'b') + '\n';
  EXPECT_EQ(merged({}, {{"a\n" + large + "c\n"}, {large}}), "a\n" + large + large + "c\n");
}

TEST(Merge, WritesWhatIsDueBeforeItWaits) {
  const order::Comparison comparison{order::Order{}};
  std::vector<std::string> pieces;
  merge(sources_of({{"a\nc\n", "e\n"}, {"b\nd\n"}}, /*wait=*/true), comparison, '\n', Origins::none,
        [&](std::string_view records) { pieces.emplace_back(records); });
  EXPECT_EQ(pieces, (std::vector<std::string>{"a\nb\nc\n", "d\n", "e\n"}));
}

}  // namespace
}  // namespace muster::merge
