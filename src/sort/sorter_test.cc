#include "sort/sorter.h"

#include <algorithm>
#include <cstring>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "order/comparison.h"
#include "order/origin.h"
#include "record/each.h"

namespace muster::sort {
namespace {

std::vector<std::string> split(std::string_view text, char delimiter) {
  std::vector<std::string> records;
  while (!text.empty()) {
    const std::size_t bytes = text.find(delimiter);
    records.emplace_back(text.substr(0, bytes));
    text.remove_prefix(bytes + 1);
  }
  return records;
}

/// Adds the records in chunks of about `chunk_records` and gives back what is released.
std::vector<std::string> sorted(const std::vector<std::string>& records, const order::Order& order,
                                char delimiter, std::size_t threads, std::size_t chunk_records,
                                std::size_t chunk_bytes = Sorter::usual_chunk_bytes) {
  Sorter sorter(order, delimiter, threads, chunk_bytes);
  std::size_t count = 0;
  for (std::size_t i = 0; i < records.size();) {
    std::string chunk;
    for (std::size_t j = 0; j < chunk_records && i < records.size(); ++j, ++i)
      (chunk += records[i]) += delimiter;
    count += sorter.add(chunk, 0);
  }
  EXPECT_EQ(count, records.size());
  std::string output;
  sorter.release([&](std::string_view bytes) { output += bytes; });
  return split(output, delimiter);
}

/// What any sorting must give: the comparison is the specification, std::sort the oracle.
std::vector<std::string> expected(std::vector<std::string> records, const order::Order& order) {
  const order::Comparison comparison(order);
  std::sort(records.begin(), records.end(), [&](const std::string& a, const std::string& b) {
    return comparison.compare(a, b) < 0;
  });
  return records;
}

order::Order down(order::Order order) {
  order.reverse();
  return order;
}

const order::Order bytes;
const order::Order bytes_down = down(bytes);
const order::Order numeric = order::numeric_order();
const order::Order numeric_down = down(numeric);

void expect_sorted(const std::vector<std::string>& records, char delimiter = '\n') {
  for (const order::Order& order : {bytes, bytes_down, numeric, numeric_down})
    for (const std::size_t threads : {1, 2, 5})
      for (const std::size_t chunk : {1, 1000})
        ASSERT_EQ(sorted(records, order, delimiter, threads, chunk), expected(records, order));
}

TEST(Sorter, SortsNothing) {
  expect_sorted({});
}

TEST(Sorter, SortsBytesThatDifferLateOrInLength) {
  using std::string_literals::operator""s;
  expect_sorted({"", "a", "a\0"s, "a\0\0"s, "ab", "abcdefgh", "abcdefg", "abcdefgh\0"s, "abcdefghi",
                 "abcdefgh", "\xff", "\x80", "\x7f", "", "abcdefgi", "\0"s, "\0\0\0\0\0\0\0\0\0"s});
}

TEST(Sorter, CollatesByBytesWhereTheLocaleDoes) {
  using std::string_literals::operator""s;
  const std::vector<std::string> records{"",
                                         "a",
                                         "a\0"s,
                                         "a\0\0"s,
                                         "\0a"s,
                                         "\0"s,
                                         "\0\0"s,
                                         "ab",
                                         "a\1",
                                         "a\1b"s,
                                         "\xff",
                                         "\x80",
                                         "B",
                                         "b\0b"s,
                                         "\1",
                                         "",
                                         std::string(3000, 'x')};
  order::Order collated;
  collated.keys.emplace_back().kind = key::KeyKind::collated;
  collated.ties = order::Ties::input_order;
  for (const std::size_t chunk : {1, 1000})
    EXPECT_EQ(sorted(records, collated, '\n', 2, chunk), expected(records, bytes));
}

TEST(Sorter, SortsWithAnotherDelimiter) {
  expect_sorted({"b\n1", "a\n2", "", "a"}, '\0');
}

TEST(Sorter, SortsRandomRecordsOfEveryKind) {
  std::mt19937 random(3);
  const std::string alphabet = "0123456789-.+ \tab\x80";
  for (int round = 0; round < 30; ++round) {
    std::vector<std::string> records(1 + random() % 400);
    for (std::string& record : records) {
      const std::size_t size = random() % (random() % 3 == 0 ? 40 : 4);
      const std::size_t letters = random() % 2 == 0 ? 10 : alphabet.size();
      for (std::size_t i = 0; i < size; ++i) record += alphabet[random() % letters];
    }
    expect_sorted(records);
  }
}

/// Small chunks make many runs.
constexpr std::size_t small_chunk_bytes = std::size_t{128} << 10U;

TEST(Sorter, MergesManyRunsOfNumbersAndOfOtherRecords) {
  std::mt19937_64 random(4);
  std::vector<std::string> records;
  for (std::size_t i = 0; i < 300'000; ++i) {
    const auto value = static_cast<std::int64_t>(random()) >> (20 + random() % 40);
    records.push_back(std::to_string(value) + (i % 3 == 0 ? ".5" : ""));
  }
  for (const std::size_t chunk_bytes : {small_chunk_bytes, Sorter::usual_chunk_bytes}) {
    ASSERT_EQ(sorted(records, numeric, '\n', 3, 5000, chunk_bytes), expected(records, numeric));
    ASSERT_EQ(sorted(records, bytes_down, '\n', 3, 5000, chunk_bytes),
              expected(records, bytes_down));
  }
}

TEST(Sorter, SortsManyEqualRecords) {
  const std::vector<std::string> numbers(300'000, "7");
  ASSERT_EQ(sorted(numbers, numeric, '\n', 2, 10'000, small_chunk_bytes), numbers);
  const std::vector<std::string> words(300'000, "the same prefix");
  ASSERT_EQ(sorted(words, bytes, '\n', 2, 10'000, small_chunk_bytes), words);
}

/// Keys "k0" … "k9", each with the number of its source and its sequence there.
std::vector<std::string> released_with_ties(bool unique, std::size_t records_each) {
  order::Order order;
  order.keys.emplace_back().last_field = 0;
  order.ties = unique ? order::Ties::first_only : order::Ties::input_order;
  Sorter sorter(order, '\n', 3, small_chunk_bytes);
  for (std::size_t i = 0; i < records_each; ++i)
    for (const std::uint64_t source : {2, 0, 1})
      sorter.add("k" + std::to_string(i * 7 % 10) + ' ' + std::to_string(source) + ' ' +
                     std::to_string(1'000'000 + i) + '\n',
                 source);
  std::string output;
  sorter.release([&](std::string_view text) { output += text; });
  return split(output, '\n');
}

TEST(Sorter, KeepsTiesInTheOrderOfSourcesAndOfTheRecordsInThem) {
  const std::size_t each = 100'000;
  const std::vector<std::string> records = released_with_ties(/*unique=*/false, each);
  EXPECT_EQ(records.size(), 3 * each);
  // Source and sequence are written so that they rise as bytes within a key.
  EXPECT_TRUE(std::is_sorted(records.begin(), records.end()));
}

TEST(Sorter, ReleasesTheFirstOfEqualKeys) {
  const std::vector<std::string> records = released_with_ties(/*unique=*/true, 100'000);
  ASSERT_EQ(records.size(), 10U);
  for (std::size_t key = 0; key < 10; ++key)
    EXPECT_EQ(records[key],
              "k" + std::to_string(key) + " 0 " + std::to_string(1'000'000 + key * 3 % 10));
}

struct Origins {
  const char* what;
  bool unique;
  bool are_given_out;
  std::uint64_t sources;
  int other_in;  // one record in so many is a number, but not canonical ("007"); 0: none
};

void PrintTo(const Origins& origins, std::ostream* to) {
  *to << origins.what;
}

class NumbersOfManyOrigins : public testing::TestWithParam<Origins> {};

/// Numbers are kept encoded as long as it does not matter where they came from: the sources come
/// in turn, a few records at a time, and the numbers tie again and again.
TEST_P(NumbersOfManyOrigins, TieInTheOrderOfTheirOrigins) {
  const Origins& param = GetParam();
  order::Order order = numeric;
  order.ties = param.unique ? order::Ties::first_only : order::Ties::input_order;
  std::mt19937 random(6);
  std::vector<std::vector<std::string>> all(param.sources);
  Sorter sorter(order, '\n', 3, small_chunk_bytes);
  for (int i = 0; i < 100'000;) {
    const std::size_t source = random() % param.sources;
    std::string some;
    for (std::size_t n = random() % 1000; n > 0; --n, ++i) {
      const bool is_other = param.other_in > 0 && random() % std::size_t(param.other_in) == 0;
      all[source].push_back((is_other ? "00" : "") + std::to_string(random() % 5000));
      (some += all[source].back()) += '\n';
    }
    sorter.add(some, source);
  }
  std::vector<std::string> expected;
  for (const auto& records : all) expected.insert(expected.end(), records.begin(), records.end());
  const auto number = [](const std::string& record) { return std::stoi(record); };
  std::stable_sort(expected.begin(), expected.end(),
                   [&](const auto& a, const auto& b) { return number(a) < number(b); });
  if (param.unique)
    expected.erase(
        std::unique(expected.begin(), expected.end(),
                    [&](const auto& a, const auto& b) { return number(a) == number(b); }),
        expected.end());

  std::vector<std::string> got;
  OutputOptions options;
  options.with_origins = param.are_given_out;
  order::Origin last;
  std::string output;
  sorter.release([&](std::string_view text) { output += text; }, options);
  const std::size_t before = param.are_given_out ? sizeof(order::Origin) : 0;
  record::for_each_after(output, before, '\n', [&](const char* front, std::string_view record) {
    order::Origin origin;
    std::memcpy(&origin, front, before);
    const bool ties = !got.empty() && number(got.back()) == number(std::string(record));
    EXPECT_TRUE(!ties || last <= origin);
    last = origin;
    got.emplace_back(record);
  });
  EXPECT_EQ(got, expected);
}

INSTANTIATE_TEST_SUITE_P(
    Sorter, NumbersOfManyOrigins,
    testing::Values(Origins{"Stable", false, false, 3, 0},
                    Origins{"StableOthers", false, false, 3, 2},
                    Origins{"StableFewOthers", false, false, 3, 20'000},
                    Origins{"StableFewOthersOfOneSource", false, false, 1, 20'000},
                    Origins{"StableGivenOut", false, true, 3, 0},
                    Origins{"StableOfOneSourceGivenOut", false, true, 1, 0},
                    Origins{"StableOthersGivenOut", false, true, 3, 20'000},
                    Origins{"Unique", true, false, 3, 0},
                    Origins{"UniqueOthers", true, false, 3, 2},
                    Origins{"UniqueFewOthers", true, false, 3, 20'000},
                    Origins{"UniqueFewOthersOfOneSource", true, false, 1, 20'000},
                    Origins{"UniqueGivenOut", true, true, 3, 0}),
    [](const auto& parameters) { return parameters.param.what; });

/// Beginnings of many lengths in common, and records that are the beginning of others: what the
/// prefixes of a text have to take apart one behind the other.
TEST(Sorter, SortsRecordsThatBeginAlike) {
  std::mt19937 random(5);
  std::vector<std::string> records;
  for (int i = 0; i < 20'000; ++i) {
    std::string record(random() % 3 * 40, 'x');
    for (std::size_t n = random() % 40; n > 0; --n) record += "ab\0"[random() % 3];
    records.push_back(std::move(record));
  }
  for (const order::Order& order : {bytes, bytes_down})
    ASSERT_EQ(sorted(records, order, '\n', 2, 1000, small_chunk_bytes), expected(records, order));
}

TEST(Sorter, SortsARecordThatIsLargerThanAChunkAmongOthers) {
  std::vector<std::string> records{std::string(20U << 20U, 'm'), "z", "a"};
  for (int i = 0; i < 200'000; ++i) records.push_back(std::to_string(i * 7919 % 200'000));
  records.push_back(std::string(600, '5'));
  records.push_back(std::string(600, '5') + "a");
  for (const order::Order& order : {bytes, numeric_down})
    ASSERT_EQ(sorted(records, order, '\n', 2, 3), expected(records, order));
}

TEST(Sorter, WritesNothingMoreAfterAWriteHasFailed) {
  Sorter sorter(numeric, '\n', 4);
  std::string text;
  for (int i = 0; i < 400'000; ++i) (text += std::to_string(i)) += '\n';
  sorter.add(text, 0);
  int writes = 0;
  const auto write = [&](std::string_view) {
    if (++writes == 3) throw std::runtime_error("full");
  };
  EXPECT_THROW(sorter.release(write), std::runtime_error);
  EXPECT_EQ(writes, 3);
}

TEST(Sorter, TakesOtherRecordsAfterItHasBeenCleared) {
  order::Order order;
  order.keys.emplace_back().last_field = 0;
  order.ties = order::Ties::input_order;
  Sorter sorter(order, '\n', 2, small_chunk_bytes);
  for (int round = 0; round < 3; ++round) {
    std::string expected;
    for (int i = 0; i < 1000; ++i) expected += "k " + std::to_string(round * 1000 + i) + '\n';
    sorter.add(expected, 1);
    std::string got;
    sorter.release([&](std::string_view records) { got += records; });
    EXPECT_EQ(got, expected);
    sorter.clear();
    EXPECT_EQ(sorter.memory_bytes(), 0U);
  }
}

}  // namespace
}  // namespace muster::sort
