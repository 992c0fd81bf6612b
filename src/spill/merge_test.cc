#include "spill/merge.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "sort/sorter.h"
#include "spill/bounded_sorter.h"
#include "spill/run_stack.h"

namespace muster::spill {
namespace {

/// Gives the blocks it was made of.
class Blocks final : public Source {
 public:
  explicit Blocks(std::vector<std::string> blocks, bool waits)
      : blocks_(std::move(blocks)), waits_(waits) {}

  std::string_view next() override {
    return next_ < blocks_.size() ? std::string_view(blocks_[next_++]) : std::string_view();
  }
  [[nodiscard]] bool would_wait() const override { return waits_; }

 private:
  std::vector<std::string> blocks_;
  std::size_t next_ = 0;
  bool waits_;
};

using Sources = std::vector<std::unique_ptr<Source>>;

Sources sources_of(const std::vector<std::vector<std::string>>& all, bool wait = false) {
  Sources sources;
  for (const auto& blocks : all) sources.push_back(std::make_unique<Blocks>(blocks, wait));
  return sources;
}

std::string merged(const order::Order& order, Sources sources, Origins origins) {
  const order::Comparison comparison(order);
  std::string text;
  merge(std::move(sources), comparison, '\n', origins,
        [&](std::string_view records) { text += records; });
  return text;
}

std::string merged(const order::Order& order, const std::vector<std::vector<std::string>>& all) {
  return merged(order, sources_of(all), Origins::none);
}

order::Order by_first_letter(bool unique) {
  order::Order order;
  order.keys.emplace_back();
  order.keys.back().last_field = 0;
  order.keys.back().last_bytes = 1;
  order.ties = unique ? order::Ties::first_only : order::Ties::input_order;
  return order;
}

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
  EXPECT_THROW(merged({}, {{"a\nb"}, {"c\n"}}), DamagedRun);
  EXPECT_THROW(merged(order::Order{}, sources_of({{"short\n"}}), Origins::dropped), DamagedRun);
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

/// However many are merged at a time and however few descriptors there are, the same comes out as
/// from all at once; also of sources that are not in order.
TEST(RunStack, MergesToTheSameHoweverItGoesAboutIt) {
  std::mt19937 random(7);
  std::vector<order::Order> orders{{}, by_first_letter(false), by_first_letter(true)};
  for (const order::Order& order : orders) {
    const order::Comparison comparison(order);
    std::vector<std::vector<std::string>> all(50);
    for (auto& blocks : all)
      for (std::size_t i = random() % 4; i > 0; --i)
        blocks.push_back(
            {static_cast<char>('a' + random() % 4), static_cast<char>('0' + random() % 3), '\n'});
    const std::string expected = merged(order, all);
    for (const std::size_t merged_max : {2, 3, 16, 64}) {
      for (const std::size_t descriptors_max : {0, 2, 4, 9, 100}) {
        RunStack runs(comparison, '\n', Origins::none, {{"/tmp"}, merged_max, descriptors_max});
        for (const auto& blocks : all) {
          RunWriter writer = runs.create_run();
          for (const std::string& block : blocks) writer.write(block);
          runs.add(std::move(writer));
          ASSERT_LE(runs.size(), std::max<std::size_t>(descriptors_max, 2) - 1);
        }
        runs.reduce_to(merged_max);
        ASSERT_LE(runs.size(), merged_max);
        ASSERT_EQ(merged(order, runs.take(), Origins::none), expected)
            << merged_max << ' ' << descriptors_max;
      }
    }
  }
}

/// What is read at a time follows from the largest block of each run.
TEST(RunStack, MergesNoMoreLongRecordsAtATimeThanMemoryAllows) {
  constexpr std::size_t merged_max = 8;
  constexpr std::size_t memory_bytes = merged_max * usual_reader_bytes;
  const order::Comparison comparison{order::Order{}};
  RunStack runs(comparison, '\n', Origins::none, {{"/tmp"}, merged_max, 100, memory_bytes});
  std::vector<std::vector<std::string>> all;
  std::size_t longest = 0;
  std::mt19937 random(11);
  for (int i = 0; i < 40; ++i) {
    // Mostly long ones, of bytes that cannot be compressed.
    std::string record(i % 3 == 0 ? 10 : random() % (memory_bytes / 3), 'x');
    for (char& c : record) c = static_cast<char>('!' + random() % 90);
    longest = std::max(longest, record.size());
    all.push_back({record + '\n'});
    RunWriter writer = runs.create_run();
    writer.write(all.back().front());
    runs.add(std::move(writer));
  }
  const std::string expected = merged(order::Order{}, all);
  runs.reduce_to(merged_max);
  // Two always are.
  EXPECT_LE(runs.reader_bytes(), std::max(memory_bytes, 4 * longest + 4096));
  EXPECT_EQ(merged(order::Order{}, runs.take(), Origins::none), expected);
}

TEST(RunStack, WritesToItsFoldersInTurn) {
  const order::Comparison comparison{order::Order{}};
  std::string one = ::testing::TempDir() + "one-XXXXXX";
  std::string other = ::testing::TempDir() + "other-XXXXXX";
  ASSERT_TRUE(::mkdtemp(one.data()) != nullptr && ::mkdtemp(other.data()) != nullptr);
  RunStack runs(comparison, '\n', Origins::none, {{one, other}, 64, 64});
  const RunWriter first = runs.create_run();
  // From now on only the other can be written to.
  std::filesystem::remove(one);
  EXPECT_NO_THROW((void)runs.create_run());
  EXPECT_THROW((void)runs.create_run(), std::system_error);
  EXPECT_NO_THROW((void)runs.create_run());
  std::filesystem::remove(other);
}

}  // namespace
}  // namespace muster::spill
