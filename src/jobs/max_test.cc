#include "jobs/max.h"

#include <gtest/gtest.h>

namespace muster::jobs {
namespace {

TEST(MaxOf, IsANumberAPercentageOrADifference) {
  EXPECT_EQ(max_of("7", 4), 7U);
  EXPECT_EQ(max_of("0", 4), 0U);
  EXPECT_EQ(max_of("150%", 4), 6U);
  EXPECT_EQ(max_of("1%", 4), 1U) << "at least one";
  EXPECT_EQ(max_of("+2", 4), 6U);
  EXPECT_EQ(max_of("-3", 4), 1U);
  EXPECT_EQ(max_of("-9", 4), 1U) << "at least one";
  EXPECT_EQ(max_of(" 3 \n", 4), 3U) << "a file ends with a newline";
}

TEST(MaxOf, IsNothingElse) {
  for (const char* const text :
       {"", " ", "%", "0%", "+", "-", "+1%", "1x", "x", "1 2", "99999999999999999999"})
    EXPECT_EQ(max_of(text, 4), std::nullopt) << text;
}

}  // namespace
}  // namespace muster::jobs
