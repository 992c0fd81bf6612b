#include "report/quantities.h"

#include <gtest/gtest.h>

namespace muster::report {
namespace {

TEST(CountText, GroupsThreeDigits) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(1000), "1,000");
  EXPECT_EQ(count_text(18446744073709551615ULL), "18,446,744,073,709,551,615");
}

TEST(SecondsText, HasThreeDigitsInAUnitThatPeopleUse) {
  EXPECT_EQ(seconds_text(0), "0 s");
  EXPECT_EQ(seconds_text(0.00025), "250 µs");
  EXPECT_EQ(seconds_text(0.0123), "12.3 ms");
  EXPECT_EQ(seconds_text(0.9996), "1.00 s");
  EXPECT_EQ(seconds_text(9.9951), "10.0 s");
  EXPECT_EQ(seconds_text(59.96), "1:00");
  EXPECT_EQ(seconds_text(3723), "1:02:03");
}

TEST(Counted, AgreesWithTheNumber) {
  EXPECT_EQ(counted(1, "worker"), "1 worker");
  EXPECT_EQ(counted(12345, "worker"), "12,345 workers");
}

}  // namespace
}  // namespace muster::report
