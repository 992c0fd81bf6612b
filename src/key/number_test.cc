#include "key/number.h"

#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace muster::key {
namespace {

int sign(int value) {
  return (value > 0) - (value < 0);
}

/// Numbers in rising order; those in one row are equal.
const std::vector<std::vector<std::string>> rising = {
    {"-99999999999999999999999999.5"},
    {"-99999999999999999999999999"},
    {"-1000000000000000001"},
    {"-1000000000000000000", "-01000000000000000000.000"},
    {"-999999999999999999"},
    {"-2"},
    {"-1.5", "-1.50", " \t-01.5x"},
    {"-1", "-1.", "-1.0", "-1e9"},
    {"-.5", "-0.5"},
    {"", "0", "-0", "-", "+5", "abc", ".", "-.", "0.0", "- 1", "--1", "\n0"},
    {".0000000001"},
    {".00000000010000000001"},
    {".05"},
    {".5", "0.50", "00.5"},
    {"1", "1 2", "1,000", "1.", "\t1"},
    {"9"},
    {"10"},
    {"999999999999999999"},
    {"1000000000000000000"},
    {"1000000000000000000.1"},
    {"1000000000000000001"},
    {"1000000000000000005.1"},
    {"1000000000000000006"},
    {"99999999999999999999999999"},
    {"99999999999999999999999999.5"},
};

std::pair<std::int64_t, std::uint32_t> prefix(const std::string& text) {
  const Truncated truncated = truncated_number(text);
  return {truncated.number, truncated.fraction};
}

TEST(CompareNumbers, KnowsWhichOfTwoIsLessHoweverTheyAreWritten) {
  for (std::size_t i = 0; i < rising.size(); ++i)
    for (std::size_t j = 0; j < rising.size(); ++j)
      for (const std::string& a : rising[i])
        for (const std::string& b : rising[j])
          EXPECT_EQ(sign(compare_numbers(a, b)), (i > j) - (i < j))
              << '\'' << a << "' '" << b << '\'';
}

TEST(TruncatedNumber, NeverDecreasesAlongTheOrder) {
  for (std::size_t i = 0; i + 1 < rising.size(); ++i)
    for (const std::string& a : rising[i])
      for (const std::string& b : rising[i + 1]) EXPECT_LE(prefix(a), prefix(b)) << a << ' ' << b;
}

TEST(TruncatedNumber, IsExactOnlyForOneNumber) {
  for (std::size_t i = 0; i < rising.size(); ++i)
    for (std::size_t j = 0; j < rising.size(); ++j)
      for (const std::string& a : rising[i])
        for (const std::string& b : rising[j]) {
          const bool is_same = prefix(a) == prefix(b);
          if (i == j || is_exact(truncated_number(a))) {
            EXPECT_EQ(is_same, i == j) << a << ' ' << b;
          }
        }
  EXPECT_TRUE(is_exact(truncated_number("-12.123456789")));
  EXPECT_FALSE(is_exact(truncated_number("-12.1234567891")));
  EXPECT_FALSE(is_exact(truncated_number("1000000000000000000")));
}

/// Parses from a buffer with the room that parse_canonical may look at.
std::size_t parse(const std::string& record, std::int64_t& value) {
  std::string text = record + '\n';
  text.resize(text.size() + parse_bytes, '7');
  return parse_canonical(text.data(), '\n', value);
}

TEST(ParseCanonical, GivesBackWhatFormatCanonicalWrites) {
  std::mt19937_64 random(1);
  std::vector<std::int64_t> values{0, number_limit - 1, 1 - number_limit};
  for (std::int64_t power = 1; power < number_limit; power *= 10)
    for (const std::int64_t value : {power - 1, power, power + 1}) {
      values.push_back(value);
      values.push_back(-value);
    }
  for (int i = 0; i < 20'000; ++i)
    values.push_back(static_cast<std::int64_t>(random() % number_limit) >> (random() % 60));
  for (const std::int64_t value : values) {
    char text[canonical_bytes_max + 8];
    const std::string record(text, format_canonical(value, text));
    ASSERT_EQ(record, std::to_string(value));
    std::int64_t parsed = -1;
    ASSERT_EQ(parse(record, parsed), record.size()) << record;
    ASSERT_EQ(parsed, value);
  }
}

TEST(ParseCanonical, RefusesWhatCouldNotBeWrittenAgainFromItsValue) {
  for (const char* record : {"",
                             "-",
                             "-0",
                             "00",
                             "01",
                             "-01",
                             "+1",
                             " 1",
                             "1 ",
                             "1.",
                             "1.0",
                             "1a",
                             "a1",
                             "1\r",
                             "--1",
                             "1000000000000000000",
                             "-1000000000000000000",
                             "12345678901234567890123456789",
                             "12345678/",
                             "1234567:",
                             "\xb1",
                             "1\xb1",
                             "12345678\x80"}) {
    std::int64_t value = 0;
    EXPECT_EQ(parse(record, value), 0U) << record;
  }
}

TEST(ParseCanonical, TakesEveryByteAfterADigitForWhatItIs) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string record = std::string("4") + static_cast<char>(byte);
    std::int64_t value = 0;
    const bool is_digit = byte >= '0' && byte <= '9';
    const bool is_delimiter = byte == '\n';
    EXPECT_EQ(parse(record, value), is_digit ? 2U : (is_delimiter ? 1U : 0U)) << byte;
  }
}

}  // namespace
}  // namespace muster::key
