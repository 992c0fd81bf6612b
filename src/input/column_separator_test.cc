#include "input/column_separator.h"

#include <stdexcept>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::input {
namespace {

std::string split(const char* separator, std::string_view value) {
  std::vector<std::string> columns;
  ColumnSeparator(separator).split(value, columns);
  return fmt::format("{}", fmt::join(columns, "|"));
}

TEST(Columns, AreOneMoreThanTheSeparators) {
  EXPECT_EQ(split(",", "a,b,c"), "a|b|c");
  EXPECT_EQ(split(",", "a"), "a");
  EXPECT_EQ(split(",", ""), "");
  EXPECT_EQ(split(",", ",,"), "||");
  EXPECT_EQ(split(", *", "a,  b,c"), "a|b|c");
  EXPECT_EQ(split("(,|;)+", "a,;b"), "a|b");
}

TEST(Columns, TakeTheEscapesThatPeopleWrite) {
  EXPECT_EQ(split("\\t", "a\tb t"), "a|b t");
  EXPECT_EQ(split("[\\t;]", "a\tb;c"), "a|b|c");
  EXPECT_EQ(split("\\s+", "a \t b"), "a|b");
  EXPECT_EQ(split("[\\s,]+", "a ,b"), "a|b");
  EXPECT_EQ(split("\\d", "a1b2"), "a|b|");
  EXPECT_EQ(split("\\D+", "1ab2"), "1|2");
  EXPECT_EQ(split("\\|", "a|b,c"), "a|b,c");
  EXPECT_EQ(split("\\.", "a.b"), "a|b");
  EXPECT_EQ(split("[\\]\\-]", "a]b-c"), "a|b|c");
  EXPECT_EQ(split("[^]a]", "a,]"), "a|]");
  EXPECT_EQ(split("[[:space:]]", "a b"), "a|b");
  EXPECT_EQ(split("^a", "aab"), "|ab");
}

TEST(Columns, AreNotSeparatedByNothing) {
  EXPECT_EQ(split("", "abc"), "abc");
  EXPECT_EQ(split(",*", "a,,b"), "a|b");
}

TEST(Columns, HoldAnyBytes) {
  EXPECT_EQ(split(",", "\xff\xfe,\n"), "\xff\xfe|\n");
}

TEST(Columns, NeedARegularExpression) {
  EXPECT_THROW(split("(", ""), std::runtime_error);
  EXPECT_THROW(split("[a", ""), std::runtime_error);
}

}  // namespace
}  // namespace muster::input
