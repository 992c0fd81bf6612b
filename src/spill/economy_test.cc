#include "spill/economy.h"

#include <chrono>

#include <gtest/gtest.h>

namespace muster::spill {
namespace {

using std::chrono::microseconds;

/// How many of 1280 blocks of 100 KB are compressed, which takes `compression` and leaves the half,
/// if to write that much takes `writing`.
int compressed_of_1280(microseconds compression, microseconds writing) {
  Economy economy;
  int count = 0;
  for (int i = 0; i < 1280; ++i) {
    const bool compresses = economy.compresses_next();
    if (compresses) economy.compressed(100'000, 50'000, compression);
    economy.wrote(compresses ? 50'000 : 100'000, compresses ? writing / 2 : writing);
    count += compresses ? 1 : 0;
  }
  return count;
}

TEST(Economy, CompressesWhereTheDiskIsSlow) {
  EXPECT_EQ(compressed_of_1280(microseconds(200), microseconds(500)), 1280);
}

TEST(Economy, OnlyTriesNowAndThenWhereTheDiskIsFast) {
  EXPECT_EQ(compressed_of_1280(microseconds(200), microseconds(100)), 10);
}

TEST(Economy, FollowsADiskThatBecomesSlow) {
  Economy economy;
  const auto write = [&](microseconds writing) {
    if (economy.compresses_next()) economy.compressed(100'000, 50'000, microseconds(200));
    economy.wrote(100'000, writing);
  };
  for (int i = 0; i < 100; ++i) write(microseconds(50));
  EXPECT_FALSE(economy.compresses_next());
  for (int i = 0; i < 20; ++i) write(microseconds(2000));
  EXPECT_TRUE(economy.compresses_next());
}

TEST(Economy, DoesNotCompressWhatBecomesNoSmaller) {
  Economy economy;
  int count = 0;
  for (int i = 0; i < 1280; ++i) {
    if (economy.compresses_next()) {
      ++count;
      economy.compressed(100'000, 100'400, microseconds(1));
    }
    economy.wrote(100'000, microseconds(5000));
  }
  EXPECT_EQ(count, 10);
}

}  // namespace
}  // namespace muster::spill
