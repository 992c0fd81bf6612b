#include "scheduler/policy.h"

#include <unistd.h>

#include <array>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "os/fd.h"
#include "scheduler/intake.h"

namespace muster::scheduler {
namespace {

order::Order order_with(order::Policy policy) {
  order::Order order;
  order.policy = policy;
  return order;
}

/// A policy whose output is a pipe, so that a test sees what has been released so far.
class Output {
 public:
  explicit Output(order::Policy policy, std::uint32_t workers = 3)
      : writer_(pipe_.write_end.get(), deliver::Format::records, '\n'),
        policy_(make_policy(order_with(policy), '\n', workers, {1 << 20, {"/tmp"}, 1}, writer_)) {
    os::set_nonblocking(pipe_.read_end);
  }

  Policy& policy() { return *policy_; }

  /// What has been written since the last call, with spaces for newlines.
  std::string released() {
    std::array<char, 4096> buffer{};
    const auto bytes = os::read_some(pipe_.read_end, buffer, "a pipe");
    std::string text(buffer.data(), bytes.value_or(0));
    for (char& c : text)
      if (c == '\n') c = ' ';
    return text;
  }

 private:
  os::Pipe pipe_ = os::make_pipe();
  deliver::Writer writer_;
  std::unique_ptr<Policy> policy_;
};

TEST(SortedPolicy, ReleasesNothingBeforeTheEnd) {
  Output output(order::Policy::sorted);
  EXPECT_EQ(output.policy().take(0, "c\na\n"), 2U);
  EXPECT_EQ(output.policy().take(1, "b\n"), 1U);
  EXPECT_EQ(output.released(), "");
  output.policy().finish();
  EXPECT_EQ(output.released(), "a b c ");
}

TEST(ArrivalPolicy, ReleasesAtOnce) {
  Output output(order::Policy::arrival);
  EXPECT_EQ(output.policy().take(2, "c\na\n"), 2U);
  EXPECT_EQ(output.released(), "c a ");
  output.policy().take(0, "b\n");
  EXPECT_EQ(output.released(), "b ");
}

TEST(WorkerPolicy, HoldsWhatComesBeforeItsWorkersTurn) {
  Output output(order::Policy::worker);
  output.policy().take(1, "b1\n");
  output.policy().take(0, "a1\n");
  EXPECT_EQ(output.released(), "a1 ");
  output.policy().take(2, "c1\n");
  output.policy().end(2);
  EXPECT_EQ(output.released(), "");
  EXPECT_EQ(output.policy().memory_bytes(), 6U);
  output.policy().end(0);
  EXPECT_EQ(output.released(), "b1 ");
  output.policy().take(1, "b2\n");
  EXPECT_EQ(output.released(), "b2 ");
  output.policy().end(1);
  EXPECT_EQ(output.released(), "c1 ");
  EXPECT_EQ(output.policy().memory_bytes(), 0U);
}

TEST(RoundRobinPolicy, TakesOneOfEachInTurn) {
  Output output(order::Policy::round_robin);
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
  EXPECT_EQ(output.policy().memory_bytes(), 0U);
}

TEST(RoundRobinPolicy, LeavesOutWorkersThatWriteNothing) {
  Output output(order::Policy::round_robin);
  output.policy().take(2, "c1\nc2\n");
  output.policy().end(0);
  output.policy().end(1);
  EXPECT_EQ(output.released(), "c1 c2 ");
}

TEST(Intake, HoldsBackAWorkersRecordsUntilItHasEndedWell) {
  Output output(order::Policy::arrival);
  Intake intake(output.policy(), '\n', /*staged=*/true);
  EXPECT_FALSE(intake.data(0, "a1\na"));
  EXPECT_FALSE(intake.data(1, "b1\n"));
  EXPECT_EQ(output.released(), "");
  EXPECT_FALSE(intake.data(0, "2"));
  intake.end(0);
  EXPECT_EQ(output.released(), "a1 a2 ");
  intake.drop(1);
  EXPECT_EQ(output.released(), "");
  EXPECT_EQ(intake.records(), 2U);
  EXPECT_EQ(intake.memory_bytes(), 0U);
}

TEST(Intake, NamesTheRecordThatIsTooLong) {
  for (const bool staged : {false, true}) {
    Output output(order::Policy::arrival);
    Intake intake(output.policy(), '\n', staged);
    EXPECT_FALSE(intake.data(1, "first\nsecond\n"));
    const std::string block(record::bytes_max / 2, 'x');
    EXPECT_FALSE(intake.data(1, block));
    EXPECT_FALSE(intake.data(1, block));
    const auto too_long = intake.data(1, "x");
    ASSERT_TRUE(too_long);
    EXPECT_EQ(too_long->worker, 1U);
    EXPECT_EQ(too_long->record, 3U);
    EXPECT_FALSE(intake.data(1, "said only once\n"));
  }
}

}  // namespace
}  // namespace muster::scheduler
