#include "merge/order_check.h"

#include <gtest/gtest.h>

#include "merge/test_sources.h"

namespace muster::merge {
namespace {

/// The number of the first record that is out of order; 0 if all are in order.
std::uint64_t disorder(OrderCheck& check, std::uint32_t source, std::string_view records) {
  const auto found = check.find_disorder(source, records);
  return found ? found->number : 0;
}

TEST(OrderCheck, FindsTheFirstRecordThatIsOutOfOrder) {
  OrderCheck check({}, '\n');
  EXPECT_EQ(disorder(check, 0, "a\nb\n"), 0U);
  EXPECT_EQ(disorder(check, 1, "a\n"), 0U);  // another source
  EXPECT_EQ(disorder(check, 0, "b\nbb\nc\n"), 0U);
  EXPECT_EQ(disorder(check, 0, "c\nca\nc\na\n"), 8U);
  EXPECT_EQ(disorder(check, 1, "\n"), 2U);
}

TEST(OrderCheck, GivesTheRecordThatIsOutOfOrder) {
  OrderCheck check(order::numeric_order(), '\n');
  const auto found = check.find_disorder(0, "10\n9\n8\n");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->record, "9");
}

TEST(OrderCheck, TakesRecordsThatCompareEqualUnlessTheyAreRefused) {
  OrderCheck check(by_first_letter(false), '\n');
  EXPECT_EQ(disorder(check, 0, "a2\na1\n"), 0U);
  EXPECT_EQ(disorder(check, 0, "a0\nb\n"), 0U);
  EXPECT_EQ(disorder(check, 0, "a\n"), 5U);
  OrderCheck strict(by_first_letter(true), '\n', 0, OrderCheck::Equal::out_of_order);
  EXPECT_EQ(disorder(strict, 0, "a2\nb1\n"), 0U);
  EXPECT_EQ(disorder(strict, 0, "b2\n"), 3U);
}

TEST(OrderCheck, LeavesAHeaderAlone) {
  OrderCheck check({}, '\n', 2);
  EXPECT_EQ(disorder(check, 0, "z\n"), 0U);
  EXPECT_EQ(disorder(check, 0, "y\na\nb\n"), 0U);
  EXPECT_EQ(disorder(check, 0, "a\n"), 5U);
}

TEST(OrderCheck, ComparesAnEmptyRecordAcrossCalls) {
  OrderCheck check({}, '\n', 0, OrderCheck::Equal::out_of_order);
  EXPECT_EQ(disorder(check, 0, "\n"), 0U);
  EXPECT_EQ(disorder(check, 0, ""), 0U);
  EXPECT_EQ(disorder(check, 0, "\n"), 2U);
}

}  // namespace
}  // namespace muster::merge
