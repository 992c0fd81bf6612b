#include "record/count.h"

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace muster::record {
namespace {

TEST(CountOf, CountsLikeOneThatLooksAtEachByte) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 1000; ++size) {
    std::string text(size, '\n');
    for (char& c : text) c = random() % 2 == 0 ? '\n' : '\x8a';
    ASSERT_EQ(count_of('\n', text), std::count(text.begin(), text.end(), '\n')) << size;
  }
}

TEST(CountOf, CountsMoreThanAByteHolds) {
  EXPECT_EQ(count_of('\n', std::string(100000, '\n')), 100000);
}

}  // namespace
}  // namespace muster::record
