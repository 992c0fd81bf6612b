#include "spill/run_stack.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "merge/test_sources.h"

namespace muster::spill {
namespace {

using merge::by_first_letter;
using merge::merged;
using merge::Origins;

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
