#include "report/stderr_tails.h"

#include <gtest/gtest.h>

namespace muster::report {
namespace {

using Lines = std::vector<std::string>;

TEST(Tail, IsEmptyWhereNothingWasWritten) {
  EXPECT_EQ(Tail().lines(), Lines());
}

TEST(Tail, KeepsLinesHoweverTheyCome) {
  Tail tail;
  for (const char* const data : {"on", "e\n", "\ntwo\nthr", "ee"}) tail.add(data);
  EXPECT_EQ(tail.lines(), (Lines{"one", "", "two", "three"}));
}

TEST(Tail, KeepsTheLastTwentyLines) {
  Tail tail;
  for (int i = 1; i <= 1000; ++i) tail.add("line " + std::to_string(i) + '\n');
  const Lines lines = tail.lines();
  ASSERT_EQ(lines.size(), Tail::lines_max);
  EXPECT_EQ(lines.front(), "line 981");
  EXPECT_EQ(lines.back(), "line 1000");
}

TEST(Tail, KeepsTheBeginningOfALineThatIsTooLong) {
  Tail tail;
  tail.add("first\n");
  for (int i = 0; i < 1024; ++i) tail.add(std::string(1024, 'x'));
  tail.add("\nlast\n");
  EXPECT_EQ(
      tail.lines(),
      (Lines{"first", std::string(Tail::line_bytes_max, 'x') + "… (1,048,576 bytes)", "last"}));
}

TEST(StderrTails, AreThoseOfEachJob) {
  StderrTails tails;
  tails.add(1, "one\n");
  tails.add(2, "two\n");
  EXPECT_EQ(tails.take(2), Lines{"two"});
  EXPECT_EQ(tails.take(2), Lines());
  tails.forget(1);
  EXPECT_EQ(tails.take(1), Lines());
}

}  // namespace
}  // namespace muster::report
