#include "record/framer.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace muster::record {
namespace {

struct Cut {
  std::string text;
  bool fits = true;
  std::size_t torn_bytes = 0;
};

/// The stream `text`, fed in pieces of the given sizes (the last one repeats).
Cut feed(std::string_view text, const std::vector<std::size_t>& sizes, Framing framing = {}) {
  Framer framer(framing);
  Cut result;
  const auto whole = [&](std::string_view records) {
    EXPECT_FALSE(records.empty());
    EXPECT_EQ(framing.whole_bytes(records), records.size());
    result.text += records;
  };
  for (std::size_t i = 0; !text.empty(); ++i) {
    const std::size_t size = std::min(sizes[std::min(i, sizes.size() - 1)], text.size());
    result.fits = result.fits && framer.feed(text.substr(0, size), whole);
    text.remove_prefix(size);
  }
  result.torn_bytes = framer.end(whole);
  return result;
}

TEST(Framer, GivesEveryRecordOnceHoweverTheStreamIsCut) {
  const std::string text = "a\n\nbcd\n\n\nefghij\nk\n";
  for (std::size_t size = 1; size <= text.size(); ++size) EXPECT_EQ(feed(text, {size}).text, text);
}

TEST(Framer, GivesRandomStreamsBackUnderRandomCuts) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    std::string text;
    while (text.size() < 300) text += random() % 4 == 0 ? '\n' : static_cast<char>(random());
    if (text.back() != '\n') text += '\n';
    std::vector<std::size_t> sizes;
    for (int i = 0; i < 100; ++i) sizes.push_back(1 + random() % 17);
    ASSERT_EQ(feed(text, sizes).text, text);
  }
}

TEST(Framer, SuppliesTheDelimiterThatTheLastRecordLacks) {
  EXPECT_EQ(feed("a\nb", {100}).text, "a\nb\n");
  EXPECT_EQ(feed("a\nb", {1}).text, "a\nb\n");
}

TEST(Framer, HoldsOnlyWhatIsIncomplete) {
  const auto take = [](std::string_view) {};
  for (std::size_t bytes = 0; bytes <= 4096; ++bytes) {
    const std::string record(bytes, 'x');
    Framer framer('\n');
    ASSERT_TRUE(framer.feed("whole\n" + record, take));
    ASSERT_EQ(framer.incomplete_bytes(), bytes);
    ASSERT_TRUE(framer.feed("\n", take));
    ASSERT_EQ(framer.incomplete_bytes(), 0U);
    ASSERT_TRUE(framer.feed(record, take));
    ASSERT_EQ(framer.end(take), 0U);
    ASSERT_EQ(framer.incomplete_bytes(), 0U);
  }
}

TEST(Framer, GivesNothingForAnEmptyStream) {
  EXPECT_EQ(feed("", {1}).text, "");
}

TEST(Framer, TakesAnyByteForDelimiterAndInRecords) {
  using std::string_literals::operator""s;
  EXPECT_EQ(feed("a\n\0b\0"s, {2}, '\0').text, "a\n\0b\0"s);
  EXPECT_EQ(feed("a\0b\n"s, {2}).text, "a\0b\n"s);
}

TEST(Framer, GivesRecordsOfAFixedSizeHoweverTheStreamIsCut) {
  std::mt19937 random(2);
  std::string text;
  while (text.size() < 720) text += static_cast<char>(random());
  for (const std::uint32_t bytes : {1U, 2U, 3U, 8U, 720U})
    for (std::size_t cut = 1; cut <= 17; ++cut) {
      const Cut whole = feed(text, {cut, 1, 5, cut + 3}, Framing::of_size(bytes));
      EXPECT_EQ(whole.text, text);
      EXPECT_EQ(whole.torn_bytes, 0U);
    }
}

TEST(Framer, SaysHowMuchThereIsOfARecordThatIsTornOff) {
  for (std::size_t cut = 1; cut <= 19; ++cut) {
    const Cut torn = feed("eight by\neight..abc", {cut}, Framing::of_size(8));
    EXPECT_EQ(torn.text, "eight by\neight..");
    EXPECT_EQ(torn.torn_bytes, 3U);
  }
}

TEST(Framer, RefusesARecordThatIsTooLong) {
  const std::string block(bytes_max / 4, 'x');
  Framer framer('\n');
  const auto none = [](std::string_view) { FAIL(); };
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(framer.feed(block, none));
  EXPECT_FALSE(framer.feed("x", none));
}

}  // namespace
}  // namespace muster::record
