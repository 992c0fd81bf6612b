#include "release/policy.h"

#include <string>

#include <gtest/gtest.h>

#include "release/test_output.h"

namespace muster::release {
namespace {

TEST(SortedPolicy, ReleasesNothingBeforeTheEnd) {
  Output output(order::ReleaseRule::sorted);
  EXPECT_EQ(output.policy().take(0, "c\na\n"), 2U);
  EXPECT_EQ(output.policy().take(1, "b\n"), 1U);
  EXPECT_EQ(output.released(), "");
  output.policy().finish();
  EXPECT_EQ(output.released(), "a b c ");
}

TEST(ArrivalPolicy, ReleasesAtOnce) {
  Output output(order::ReleaseRule::arrival);
  EXPECT_EQ(output.policy().take(2, "c\na\n"), 2U);
  EXPECT_EQ(output.released(), "c a ");
  output.policy().take(0, "b\n");
  EXPECT_EQ(output.released(), "b ");
}

TEST(WorkerPolicy, HoldsWhatComesBeforeItsWorkersTurn) {
  Output output(order::ReleaseRule::worker);
  output.policy().take(1, "b1\n");
  output.policy().take(0, "a1\n");
  EXPECT_EQ(output.released(), "a1 ");
  output.policy().take(2, "c1\n");
  output.policy().end(2);
  EXPECT_EQ(output.released(), "");
  output.policy().end(0);
  EXPECT_EQ(output.released(), "b1 ");
  output.policy().take(1, "b2\n");
  EXPECT_EQ(output.released(), "b2 ");
  output.policy().end(1);
  EXPECT_EQ(output.released(), "c1 ");
}

TEST(RoundRobinPolicy, TakesOneOfEachInTurn) {
  Output output(order::ReleaseRule::round_robin);
  output.policy().take(0, "a1\na2\na3\n");
  EXPECT_EQ(output.released(), "a1 ");  // then it is P2's turn
  output.policy().take(2, "c1\nc2\n");
  EXPECT_EQ(output.released(), "");
  output.policy().take(1, "b1\n");
  EXPECT_EQ(output.released(), "b1 c1 a2 ");
  output.policy().end(1);
  EXPECT_EQ(output.released(), "c2 a3 ");
  output.policy().end(2);
  output.policy().take(0, "a4\na5\n");
  output.policy().end(0);
  EXPECT_EQ(output.released(), "a4 a5 ");
}

TEST(RoundRobinPolicy, LeavesOutWorkersThatWriteNothing) {
  Output output(order::ReleaseRule::round_robin);
  output.policy().take(2, "c1\nc2\n");
  output.policy().end(0);
  output.policy().end(1);
  EXPECT_EQ(output.released(), "c1 c2 ");
}

std::string numbered(char name, int number) {
  return std::string(1, name).append(std::to_string(number));
}

/// Much more than memory for it, one worker far ahead of the other.
TEST(RoundRobinPolicy, TakesTurnsWithWhatWasSpilled) {
  Output output(order::ReleaseRule::round_robin, 2, 1000);
  for (int i = 0; i < 400; ++i) output.policy().take(1, numbered('b', i) + '\n');
  for (int i = 0; i < 400; ++i) {
    output.policy().take(0, numbered('a', i) + '\n');
    ASSERT_EQ(output.released(), numbered('a', i) + " " + numbered('b', i) + " ");
  }
}

TEST(WorkerPolicy, ReleasesWhatWasSpilled) {
  Output output(order::ReleaseRule::worker, 3, 1000);
  std::string expected;
  for (int i = 0; i < 500; ++i) {
    output.policy().take(2, numbered('c', i) + '\n');
    output.policy().take(1, "b\n");
    expected += numbered('c', i) + ' ';
  }
  output.policy().end(1);
  output.policy().end(0);
  std::string others;
  for (int i = 0; i < 500; ++i) others += "b ";
  EXPECT_EQ(output.all_released(), others + expected);
}

TEST(MergedPolicy, ReleasesARecordOnceEveryWorkerHasOneInFront) {
  Output output(order::ReleaseRule::merged);
  output.policy().take(0, "b\ne\n");
  output.policy().take(2, "a\nc\n");
  EXPECT_EQ(output.released(), "");
  output.policy().take(1, "c\nd\n");
  EXPECT_EQ(output.released(), "a b c c ");  // then P3 may still write a d
  output.policy().end(2);
  EXPECT_EQ(output.released(), "d ");
  output.policy().end(0);
  EXPECT_EQ(output.released(), "");
  output.policy().end(1);
  EXPECT_EQ(output.released(), "e ");
}

TEST(MergedPolicy, ReleasesTheOnlyWorkersRecordsAsTheyCome) {
  Output output(order::ReleaseRule::merged, 1);
  output.policy().take(0, "a\nb\n");
  EXPECT_EQ(output.released(), "a b ");
  output.policy().take(0, "c\n");
  EXPECT_EQ(output.released(), "c ");
  output.policy().end(0);
  EXPECT_EQ(output.released(), "");
}

TEST(Policy, PausesAWorkerThatIsFarAhead) {
  for (const order::ReleaseRule policy :
       {order::ReleaseRule::merged, order::ReleaseRule::round_robin}) {
    Output output(policy, 2, 4000);  // so 1000 bytes of each may wait
    for (int i = 0; i < 300; ++i) output.policy().take(1, "b0\n");
    EXPECT_EQ(output.pauses(), "");
    for (int i = 0; i < 100; ++i) output.policy().take(1, "b1\n");
    EXPECT_EQ(output.pauses(), "+1");
    for (int i = 0; i < 100; ++i)
      output.policy().take(0, policy == order::ReleaseRule::merged ? "b0\n" : "a\n");
    output.policy().end(0);
    EXPECT_EQ(output.pauses(), "+1-1");
  }
}

TEST(Policy, SaysHowFarWorkersWereAhead) {
  for (const order::ReleaseRule policy :
       {order::ReleaseRule::merged, order::ReleaseRule::round_robin, order::ReleaseRule::worker}) {
    Output output(policy, 3);
    output.policy().take(0, "a\n");
    output.policy().take(1, "b1\nb2\n");
    output.policy().take(1, "b3\nb4\n");
    output.policy().end(1);
    output.policy().end(0);  // those of P3 have been awaited all the time
    output.policy().take(2, "c\n");
    output.policy().end(2);
    const bool is_merge = policy == order::ReleaseRule::merged;  // in which P1 waited for P2, too
    EXPECT_EQ(output.ahead(), is_merge ? "1:12 0:2 " : "1:12 ");
    EXPECT_EQ(output.all_released().size(), 16U);
  }
}

TEST(Policy, ResumesAllWhenTheTopIsComplete) {
  for (const order::ReleaseRule policy :
       {order::ReleaseRule::merged, order::ReleaseRule::round_robin}) {
    Output output(policy, 2, 4000, 2);
    for (int i = 0; i < 400; ++i) output.policy().take(1, "bb\n");
    EXPECT_EQ(output.pauses(), "+1");
    for (int i = 0; i < 2; ++i) output.policy().take(0, "a\n");
    EXPECT_EQ(output.pauses(), "+1-1");
    for (int i = 0; i < 400; ++i) output.policy().take(1, "bb\n");  // behind the top
    EXPECT_EQ(output.pauses(), "+1-1");
  }
}

TEST(MergedPolicy, LeavesOutWorkersThatWriteNothing) {
  Output output(order::ReleaseRule::merged);
  output.policy().end(0);
  output.policy().take(1, "b1\n");
  output.policy().end(2);
  EXPECT_EQ(output.released(), "b1 ");
  output.policy().end(1);
}

TEST(MergedPolicy, SettlesTiesByWorker) {
  Output output(by_first_letter(), 2);
  output.policy().take(1, "a P2\nb P2\n");
  output.policy().take(0, "a P1\na P1 again\nb P1\n");
  EXPECT_EQ(output.released(), "a P1 a P1 again a P2 b P1 ");
}

TEST(MergedPolicy, ReleasesOnlyTheFirstOfEqualRecordsIfAsked) {
  order::Order order = by_first_letter();
  order.ties = order::Ties::first_only;
  Output output(order, 2);
  output.policy().take(1, "a P2\nb P2\n");
  output.policy().take(0, "a P1\na P1 again\n");
  EXPECT_EQ(output.released(), "a P1 ");
  output.policy().take(0, "b P1\nc\n");
  EXPECT_EQ(output.released(), "b P1 ");
}

TEST(MergedPolicy, ReleasesInOrderWhatWasSpilled) {
  constexpr int count = 400;
  order::Order order = order::numeric_order();
  order.release = order::ReleaseRule::merged;
  Output merged(order, 3, 1000);
  std::string expected;
  for (int i = 0; i < count; ++i) {
    merged.policy().take(1, std::to_string(2 * i) + '\n');
    merged.policy().take(2, std::to_string(2 * i + 1) + '\n');
    expected += std::to_string(2 * i) + ' ' + std::to_string(2 * i + 1) + ' ';
  }
  for (const std::uint32_t worker : {2U, 1U}) merged.policy().end(worker);
  EXPECT_EQ(merged.released(), "");
  merged.policy().end(0);
  EXPECT_EQ(merged.all_released(), expected);
}

}  // namespace
}  // namespace muster::release
