#include "scheduler/policy.h"

#include <unistd.h>

#include <array>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "os/io.h"
#include "os/pipe.h"
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
  explicit Output(const order::Order& order, std::uint32_t workers = 3,
                  std::size_t memory_bytes = 1 << 20, std::uint64_t top = record::every)
      : writer_(pipe_.write_end.get(), deliver::Format::records, '\n', key::KeyKind::bytes, top),
        policy_(make_policy(
            order, '\n', workers, {memory_bytes, {"/tmp"}, 1},
            [this](std::uint32_t worker, bool is_held) {
              holds_ += (is_held ? "+" : "-") + std::to_string(worker);
            },
            writer_)) {
    os::set_nonblocking(pipe_.read_end);
  }

  explicit Output(order::Policy policy, std::uint32_t workers = 3,
                  std::size_t memory_bytes = 1 << 20, std::uint64_t top = record::every)
      : Output(order_with(policy), workers, memory_bytes, top) {}

  Policy& policy() { return *policy_; }

  /// Who has been held ("+0") and let go ("-0") so far, in order.
  [[nodiscard]] const std::string& holds() const { return holds_; }

  /// What has been written since the last call, with spaces for newlines.
  std::string released() {
    std::array<char, 4096> buffer{};
    const auto bytes = os::read_some(pipe_.read_end, buffer, "cannot read a pipe");
    std::string text(buffer.data(), bytes.value_or(0));
    for (char& c : text)
      if (c == '\n') c = ' ';
    return text;
  }

  /// The same if it is more than a little.
  std::string all_released() {
    std::string all;
    for (std::string some = released(); !some.empty(); some = released()) all += some;
    return all;
  }

 private:
  std::string holds_;
  os::Pipe pipe_ = os::make_pipe();
  deliver::Writer writer_;
  std::unique_ptr<Policy> policy_;
};

/// Where an Intake holds records back, with little memory for them.
spill::Backlog stage() {
  return {'\n', {1000, "/tmp", 1}};
}

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
  output.policy().end(0);
  EXPECT_EQ(output.released(), "b1 ");
  output.policy().take(1, "b2\n");
  EXPECT_EQ(output.released(), "b2 ");
  output.policy().end(1);
  EXPECT_EQ(output.released(), "c1 ");
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
}

TEST(RoundRobinPolicy, LeavesOutWorkersThatWriteNothing) {
  Output output(order::Policy::round_robin);
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
  Output output(order::Policy::round_robin, 2, 1000);
  for (int i = 0; i < 400; ++i) output.policy().take(1, numbered('b', i) + '\n');
  for (int i = 0; i < 400; ++i) {
    output.policy().take(0, numbered('a', i) + '\n');
    ASSERT_EQ(output.released(), numbered('a', i) + " " + numbered('b', i) + " ");
  }
}

TEST(WorkerPolicy, ReleasesWhatWasSpilled) {
  Output output(order::Policy::worker, 3, 1000);
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
  Output output(order::Policy::merged);
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
  Output output(order::Policy::merged, 1);
  output.policy().take(0, "a\nb\n");
  EXPECT_EQ(output.released(), "a b ");
  output.policy().take(0, "c\n");
  EXPECT_EQ(output.released(), "c ");
  output.policy().end(0);
  EXPECT_EQ(output.released(), "");
}

TEST(Policy, HoldsWhoIsFarAheadUntilLessOfItsWaits) {
  for (const order::Policy policy : {order::Policy::merged, order::Policy::round_robin}) {
    Output output(policy, 2, 4000);  // so 1000 bytes of each may wait
    for (int i = 0; i < 300; ++i) output.policy().take(1, "b0\n");
    EXPECT_EQ(output.holds(), "");
    for (int i = 0; i < 100; ++i) output.policy().take(1, "b1\n");
    EXPECT_EQ(output.holds(), "+1");
    for (int i = 0; i < 100; ++i)
      output.policy().take(0, policy == order::Policy::merged ? "b0\n" : "a\n");
    output.policy().end(0);
    EXPECT_EQ(output.holds(), "+1-1");
  }
}

TEST(Policy, LetsAllGoWhenTheTopIsComplete) {
  for (const order::Policy policy : {order::Policy::merged, order::Policy::round_robin}) {
    Output output(policy, 2, 4000, 2);
    for (int i = 0; i < 400; ++i) output.policy().take(1, "bb\n");
    EXPECT_EQ(output.holds(), "+1");
    for (int i = 0; i < 2; ++i) output.policy().take(0, "a\n");
    EXPECT_EQ(output.holds(), "+1-1");
    for (int i = 0; i < 400; ++i) output.policy().take(1, "bb\n");  // behind the top
    EXPECT_EQ(output.holds(), "+1-1");
  }
}

TEST(MergedPolicy, LeavesOutWorkersThatWriteNothing) {
  Output output(order::Policy::merged);
  output.policy().end(0);
  output.policy().take(1, "b1\n");
  output.policy().end(2);
  EXPECT_EQ(output.released(), "b1 ");
  output.policy().end(1);
}

order::Order by_first_letter() {
  order::Order order = order_with(order::Policy::merged);
  order.keys.emplace_back() = {.last_field = 0, .last_bytes = 1};
  order.ties.stable = true;
  return order;
}

TEST(MergedPolicy, SettlesTiesByWorker) {
  Output output(by_first_letter(), 2);
  output.policy().take(1, "a P2\nb P2\n");
  output.policy().take(0, "a P1\na P1 again\nb P1\n");
  EXPECT_EQ(output.released(), "a P1 a P1 again a P2 b P1 ");
}

TEST(MergedPolicy, ReleasesOnlyTheFirstOfEqualRecordsIfAsked) {
  order::Order order = by_first_letter();
  order.ties = {.reverse = false, .stable = false, .unique = true};
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
  order.policy = order::Policy::merged;
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

TEST(OrderCheck, FindsTheFirstRecordThatIsOutOfOrder) {
  OrderCheck check(order_with(order::Policy::merged), '\n');
  EXPECT_FALSE(check.find_disorder(0, "a\nb\n"));
  EXPECT_FALSE(check.find_disorder(1, "a\n"));  // another worker's
  EXPECT_FALSE(check.find_disorder(0, "b\nbb\nc\n"));
  EXPECT_EQ(check.find_disorder(0, "c\nca\nc\na\n"), 8U);
  EXPECT_EQ(check.find_disorder(1, "\n"), 2U);
}

TEST(OrderCheck, TakesRecordsThatAreEqualForTheOrder) {
  OrderCheck check(by_first_letter(), '\n');
  EXPECT_FALSE(check.find_disorder(0, "a2\na1\n"));
  EXPECT_FALSE(check.find_disorder(0, "a0\nb\n"));
  EXPECT_EQ(check.find_disorder(0, "a\n"), 5U);
}

TEST(Intake, RefusesARecordThatIsOutOfOrderBeforeAnyOfItIsTaken) {
  for (const bool staged : {false, true}) {
    const order::Order order = order_with(order::Policy::merged);
    Output output(order, 1);
    Intake intake(
        output.policy(), '\n',
        {1 << 20, staged ? std::optional(stage()) : std::nullopt, OrderCheck(order, '\n')});
    EXPECT_FALSE(intake.data(0, "a\nc"));
    const auto refusal = intake.data(0, "\nd\nb\n");
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->kind, Kind::record_out_of_order);
    EXPECT_EQ(refusal->record.worker, 0U);
    EXPECT_EQ(refusal->record.record, 4U);
    EXPECT_FALSE(intake.data(0, "a\n"));
    EXPECT_FALSE(intake.end(0));
    EXPECT_EQ(output.released(), staged ? "" : "a c ");
    EXPECT_EQ(intake.records(), 0U);
  }
}

TEST(Intake, RefusesALastRecordWithoutDelimiterThatIsOutOfOrder) {
  const order::Order order = order_with(order::Policy::merged);
  Output output(order, 1);
  Intake intake(output.policy(), '\n', {1 << 20, stage(), OrderCheck(order, '\n')});
  EXPECT_FALSE(intake.data(0, "b\na"));
  const auto refusal = intake.end(0);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->record.record, 2U);
  EXPECT_EQ(output.released(), "");
}

TEST(Intake, HoldsBackAWorkersRecordsUntilItHasEndedWell) {
  Output output(order::Policy::arrival);
  Intake intake(output.policy(), '\n', {1 << 20, stage(), {}});
  EXPECT_FALSE(intake.data(0, "a1\na"));
  EXPECT_FALSE(intake.data(1, "b1\n"));
  EXPECT_EQ(output.released(), "");
  EXPECT_FALSE(intake.data(0, "2"));
  EXPECT_FALSE(intake.end(0));
  EXPECT_EQ(output.released(), "a1 a2 ");
  intake.drop(1);
  EXPECT_EQ(output.released(), "");
  EXPECT_EQ(intake.records(), 2U);
}

TEST(Intake, ForgetsAFailedWorkersRecordsThatWereSpilled) {
  Output output(order::Policy::sorted);
  Intake intake(output.policy(), '\n', {1 << 20, stage(), {}});
  for (int i = 0; i < 1000; ++i) {
    EXPECT_FALSE(intake.data(0, "failed\n"));
    if (i % 100 == 0) {
      EXPECT_FALSE(intake.data(1, std::to_string(i) + '\n'));
    }
  }
  EXPECT_FALSE(intake.end(1));
  intake.drop(0);
  EXPECT_EQ(intake.records(), 10U);
  output.policy().finish();
  EXPECT_EQ(output.released(), "0 100 200 300 400 500 600 700 800 900 ");
}

TEST(Intake, RefusesMoreIncompleteRecordsThanMemoryMayHold) {
  Output output(order::Policy::arrival);
  Intake intake(output.policy(), '\n', {3 << 20, {}, {}});
  const std::string incomplete(1'000'000, 'x');
  EXPECT_FALSE(intake.data(0, incomplete));
  EXPECT_FALSE(intake.data(1, incomplete));
  intake.drop(0);  // and what it takes is free again
  EXPECT_FALSE(intake.data(2, incomplete));
  EXPECT_FALSE(intake.data(3, incomplete));
  EXPECT_THROW((void)intake.data(4, incomplete), std::runtime_error);
}

TEST(Intake, CountsNothingForARecordThatIsComplete) {
  Output output(order::Policy::sorted, 100);
  Intake intake(output.policy(), '\n', {1 << 20, {}, {}});
  const std::string half(250'000, 'x');
  for (std::uint32_t worker = 0; worker < 100; ++worker) {
    EXPECT_FALSE(intake.data(worker, half));
    EXPECT_FALSE(intake.data(worker, half + '\n'));
  }
}

TEST(Intake, TakesALastRecordWithoutDelimiterOfAnyLength) {
  constexpr std::size_t limit = 1 << 20;
  Output output(order::Policy::sorted, 2);
  Intake intake(output.policy(), '\n', {limit, {}, {}});
  for (std::size_t bytes = 0; bytes <= 4096; ++bytes) {
    ASSERT_FALSE(intake.data(0, std::string(bytes, 'x')));
    ASSERT_FALSE(intake.end(0));
  }
  EXPECT_EQ(intake.records(), 4096U);
  // The count is exact: all of the memory is free again, and no more.
  EXPECT_FALSE(intake.data(1, std::string(limit, 'x')));
  EXPECT_THROW((void)intake.data(1, "x"), std::runtime_error);
}

TEST(Intake, NamesTheRecordThatIsTooLong) {
  for (const bool staged : {false, true}) {
    Output output(order::Policy::arrival);
    Intake intake(output.policy(), '\n',
                  {std::size_t{4} << 30U, staged ? std::optional(stage()) : std::nullopt, {}});
    EXPECT_FALSE(intake.data(1, "first\nsecond\n"));
    const std::string block(record::bytes_max / 2, 'x');
    EXPECT_FALSE(intake.data(1, block));
    EXPECT_FALSE(intake.data(1, block));
    const auto too_long = intake.data(1, "x");
    ASSERT_TRUE(too_long);
    EXPECT_EQ(too_long->kind, Kind::record_too_long);
    EXPECT_EQ(too_long->record.worker, 1U);
    EXPECT_EQ(too_long->record.record, 3U);
    EXPECT_FALSE(intake.data(1, "said only once\n"));
  }
}

}  // namespace
}  // namespace muster::scheduler
