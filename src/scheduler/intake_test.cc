#include "scheduler/intake.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "channel/channel.h"
#include "release/test_output.h"

namespace muster::scheduler {
namespace {

using release::order_with;
using release::Output;

/// Where an Intake holds records back, with little memory for them.
spill::Backlog stage() {
  return {'\n', {1000, "/tmp", 1}};
}

TEST(Intake, RefusesARecordThatIsOutOfOrderBeforeAnyOfItIsTaken) {
  for (const bool staged : {false, true}) {
    const order::Order order = order_with(order::ReleaseRule::merged);
    Output output(order, 1);
    Intake intake(
        output.policy(), '\n',
        {1 << 20, staged ? std::optional(stage()) : std::nullopt, merge::OrderCheck(order, '\n')});
    EXPECT_FALSE(intake.data(0, "a\nc"));
    const auto refusal = intake.data(0, "\nd\nb\n");
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->reason, Intake::Refusal::Reason::out_of_order);
    EXPECT_EQ(refusal->worker, 0U);
    EXPECT_EQ(refusal->record, 4U);
    EXPECT_FALSE(intake.data(0, "a\n"));
    EXPECT_FALSE(intake.end(0));
    EXPECT_EQ(output.released(), staged ? "" : "a c ");
    EXPECT_EQ(intake.records(), 0U);
  }
}

TEST(Intake, RefusesALastRecordWithoutDelimiterThatIsOutOfOrder) {
  const order::Order order = order_with(order::ReleaseRule::merged);
  Output output(order, 1);
  Intake intake(output.policy(), '\n', {1 << 20, stage(), merge::OrderCheck(order, '\n')});
  EXPECT_FALSE(intake.data(0, "b\na"));
  const auto refusal = intake.end(0);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->record, 2U);
  EXPECT_EQ(output.released(), "");
}

TEST(Intake, HoldsBackAWorkersRecordsUntilItHasEndedWell) {
  Output output(order::ReleaseRule::arrival);
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
  Output output(order::ReleaseRule::sorted);
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

TEST(Intake, ForgetsWhatIsRetractedAndTakesTheNextAttempt) {
  Output output(order::ReleaseRule::worker, 2);
  Intake intake(output.policy(), '\n', {1 << 20, stage(), {}});
  EXPECT_FALSE(intake.data(0, "first attempt\nand a half"));
  intake.retract(0);
  EXPECT_FALSE(intake.data(0, "second attempt\n"));
  EXPECT_EQ(output.released(), "");
  EXPECT_FALSE(intake.end(0));
  EXPECT_EQ(output.released(), "second attempt ");
  EXPECT_EQ(intake.records(), 1U);
}

TEST(Intake, SaysOfWhichAttemptTheRecordIsThatItRefuses) {
  Output output(order::ReleaseRule::sorted);
  const auto framing = record::Framing::of_size(4);
  Intake intake(output.policy(), framing,
                {1 << 20, spill::Backlog(framing, {1000, "/tmp", 1}), {}});
  EXPECT_FALSE(intake.data(0, "12"));
  intake.retract(0);
  EXPECT_FALSE(intake.data(0, "1234567"));
  const auto refused = intake.end(0);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->reason, Intake::Refusal::Reason::torn);
  EXPECT_EQ(refused->attempt, 1U);
  EXPECT_EQ(refused->bytes, 3U);
}

TEST(Intake, RetractsNothingThatMayHaveBeenReleased) {
  Output output(order::ReleaseRule::arrival);
  Intake intake(output.policy(), '\n', {1 << 20, {}, {}});
  EXPECT_THROW(intake.retract(0), channel::ProtocolError);
}

TEST(Intake, RefusesMoreIncompleteRecordsThanMemoryMayHold) {
  Output output(order::ReleaseRule::arrival);
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
  Output output(order::ReleaseRule::sorted, 100);
  Intake intake(output.policy(), '\n', {1 << 20, {}, {}});
  const std::string half(250'000, 'x');
  for (std::uint32_t worker = 0; worker < 100; ++worker) {
    EXPECT_FALSE(intake.data(worker, half));
    EXPECT_FALSE(intake.data(worker, half + '\n'));
  }
}

TEST(Intake, TakesALastRecordWithoutDelimiterOfAnyLength) {
  constexpr std::size_t limit = 1 << 20;
  Output output(order::ReleaseRule::sorted, 2);
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
    Output output(order::ReleaseRule::arrival);
    Intake intake(output.policy(), '\n',
                  {std::size_t{4} << 30U, staged ? std::optional(stage()) : std::nullopt, {}});
    EXPECT_FALSE(intake.data(1, "first\nsecond\n"));
    const std::string block(record::bytes_max / 2, 'x');
    EXPECT_FALSE(intake.data(1, block));
    EXPECT_FALSE(intake.data(1, block));
    const auto too_long = intake.data(1, "x");
    ASSERT_TRUE(too_long);
    EXPECT_EQ(too_long->reason, Intake::Refusal::Reason::too_long);
    EXPECT_EQ(too_long->worker, 1U);
    EXPECT_EQ(too_long->record, 3U);
    EXPECT_FALSE(intake.data(1, "said only once\n"));
  }
}

}  // namespace
}  // namespace muster::scheduler
