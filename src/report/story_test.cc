#include "report/story.h"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

namespace muster::report {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using Why = event::PipeUnwatched::Why;

/// A story that begins at 1 s, and what is told of it.
class StoryOf : public testing::Test {
 protected:
  void at(int ms, const event::Event& event) {
    story.on({start + milliseconds(ms), event::Role::init, 0, 42}, event);
  }
  void start_job(int ms, std::uint32_t job, std::uint32_t attempt = 0, std::uint32_t slot = 0) {
    at(ms, event::JobStarted{job, attempt, static_cast<pid_t>(1000 + job), slot, false});
  }
  void exit_job(int ms, std::uint32_t job, int status = 0, std::uint32_t attempt = 0) {
    at(ms, event::JobExited{
               job, attempt, {static_cast<pid_t>(1000 + job), false, status}, {3ms, 2ms, 4096}});
  }

  const event::Time start{1s};
  Story story{start,
              [](const event::Event& event) {
                const auto* const failed = std::get_if<event::RunFailed>(&event);
                return failed != nullptr ? std::string(failed->what) : "a job failed";
              },
              true};
};

TEST_F(StoryOf, AJobThatSucceeds) {
  start_job(5, 0, 0, 3);
  at(6, event::PipeRead{0, 100, {}});
  at(7, event::PipeRead{0, 50, {}});
  at(8, event::PipeEnded{0});
  exit_job(9, 0);
  at(10, event::JobSucceeded{0, 0});
  event::RecordsOfJobs counts;
  counts.count = 1;
  counts.records[0] = 7;
  at(11, counts);
  ASSERT_EQ(story.tries().size(), 1U);
  const Try& only = story.tries()[0];
  EXPECT_EQ(only.slot, 3U);
  EXPECT_EQ(only.pid, 1000);
  EXPECT_EQ(only.start, 5ms);
  EXPECT_EQ(only.end, 9ms);
  EXPECT_EQ(only.bytes, 150U);
  EXPECT_EQ(only.records, 7U);
  EXPECT_EQ(only.usage.user, 3ms);
  EXPECT_EQ(only.outcome, Outcome::succeeded);
  EXPECT_EQ(story.totals().succeeded, 1U);
  EXPECT_EQ(story.totals().bytes_in, 150U);
  EXPECT_EQ(story.totals().workers.resident_bytes_max, 4096U);
}

TEST_F(StoryOf, TriesThatFailUntilOneDoesNot) {
  start_job(1, 0);
  at(2, event::PipeRead{0, 5, {}});
  exit_job(3, 0, 1);
  at(3, event::JobFailed{0, 0, 1000, event::EndedBadly{}, true});
  start_job(4, 0, 1);
  exit_job(6, 0, 0, 1);
  at(6, event::JobSucceeded{0, 1});
  ASSERT_EQ(story.tries().size(), 2U);
  EXPECT_EQ(story.tries()[0].outcome, Outcome::retried);
  EXPECT_EQ(story.tries()[0].bytes, 5U);
  EXPECT_EQ(story.tries()[0].status.number, 1);
  EXPECT_EQ(story.tries()[1].outcome, Outcome::succeeded);
  EXPECT_EQ(story.tries()[1].bytes, 0U);
  EXPECT_EQ(story.totals().succeeded, 1U);
  EXPECT_EQ(story.totals().failed, 0U);
  EXPECT_EQ(story.totals().retries, 1U);
  EXPECT_EQ(story.totals().workers.user, 6ms);
  EXPECT_TRUE(story.causes().empty());
}

TEST_F(StoryOf, AJobThatCannotBeStartedHasATryWithoutAPid) {
  at(4, event::JobFailed{2, 0, 0, event::CannotRun{2}, false});
  ASSERT_EQ(story.tries().size(), 1U);
  EXPECT_EQ(story.tries()[0].job, 2U);
  EXPECT_EQ(story.tries()[0].pid, 0);
  EXPECT_EQ(story.tries()[0].outcome, Outcome::failed);
  ASSERT_EQ(story.causes().size(), 1U);
  EXPECT_EQ(story.causes()[0].job, 2U);
}

TEST_F(StoryOf, AJobWhoseRecordIsRefusedAfterItHasEndedWell) {
  start_job(1, 0);
  exit_job(2, 0);
  at(2, event::JobSucceeded{0, 0});
  at(3, event::JobFailed{0, 0, 1000, event::RecordTorn{3}, false});
  EXPECT_EQ(story.totals().succeeded, 0U);
  EXPECT_EQ(story.totals().failed, 1U);
  EXPECT_EQ(story.tries()[0].outcome, Outcome::failed);
}

TEST_F(StoryOf, JobsOfAnEarlierRunCountOnce) {
  at(1, event::JobResumed{0, false});
  at(1, event::JobSucceeded{0, 0});  // it is not started at all
  at(2, event::JobResumed{1, false});
  at(2, event::JobStarted{1, 0, 1001, 0, true});
  exit_job(3, 1);
  at(3, event::JobSucceeded{1, 0});
  EXPECT_EQ(story.totals().resumed, 2U);
  EXPECT_EQ(story.totals().succeeded, 0U);
  ASSERT_EQ(story.tries().size(), 1U);
  EXPECT_TRUE(story.tries()[0].is_replay);
}

TEST_F(StoryOf, JobsThatRunWhenTheRunEndsHaveEndedWithIt) {
  start_job(1, 0);
  start_job(1, 1);
  exit_job(2, 1);
  at(2, event::JobSucceeded{1, 0});
  at(3, event::RunEnding{event::RunEnding::Why::interrupted, 2});
  exit_job(4, 0, 130);
  at(5, event::RunEnded{});
  EXPECT_EQ(story.tries()[0].outcome, Outcome::ended_with_run);
  EXPECT_EQ(story.tries()[0].end, 4ms);
  EXPECT_EQ(story.totals().ended_with_run, 1U);
  ASSERT_TRUE(story.ending());
  EXPECT_EQ(story.ending()->signal, 2);
  EXPECT_EQ(story.phases().ending, 3ms);
  EXPECT_EQ(story.phases().ended, 5ms);
}

TEST_F(StoryOf, WhatAPipeWaitsFor) {
  start_job(0, 0);
  start_job(0, 1);
  at(10, event::SlabsRanOut{});
  at(10, event::PipeUnwatched{0, Why::no_slab_free});
  at(12, event::SlabFreed{});
  at(13, event::SlabsRanOut{});
  at(13, event::PipeUnwatched{0, Why::no_slab_free});  // it has waited all the time
  at(14, event::SlabFreed{});
  at(15, event::PipeRead{0, 1, {}});
  at(16, event::PipeUnwatched{1, Why::ahead_of_order});
  at(20, event::PipeWatched{1});
  at(21, event::PipeRead{1, 1, {}});
  at(22, event::PipeUnwatched{1, Why::ahead_of_order});
  exit_job(25, 1);
  EXPECT_EQ(story.totals().without_slab, 3ms);
  EXPECT_EQ(story.tries()[0].waiting, 5ms);
  EXPECT_EQ(story.tries()[1].waiting, 7ms);
}

TEST_F(StoryOf, HowFarAJobWasAheadOfTheOrder) {
  start_job(0, 0);
  start_job(0, 1);
  at(1, event::JobWasAhead{1, 500});
  at(1, event::JobWasAhead{2, 7});  // there is none
  EXPECT_EQ(story.tries()[0].bytes_ahead, 0U);
  EXPECT_EQ(story.tries()[1].bytes_ahead, 500U);
}

TEST_F(StoryOf, WhatTheSchedulerDoes) {
  using Work = event::Worked::Work;
  at(1, event::Worked{Work::spilling, 2ms, 100});
  at(9, event::Worked{Work::spilling, 3ms, 10});
  at(9, event::Worked{Work::writing, 1ms, 7});
  EXPECT_EQ(story.share(Work::spilling).count, 2U);
  EXPECT_EQ(story.share(Work::spilling).time, 5ms);
  EXPECT_EQ(story.share(Work::spilling).bytes, 110U);
  EXPECT_EQ(story.share(Work::merging).count, 0U);
  EXPECT_EQ(story.share(Work::writing).bytes, 7U);
}

TEST_F(StoryOf, CausesOfTheRunAreKeptAsTheUserIsToldThem) {
  at(1, event::RunFailed{"the disk is full"});
  ASSERT_EQ(story.causes().size(), 1U);
  EXPECT_EQ(story.causes()[0].sentence, "the disk is full");
  EXPECT_FALSE(story.causes()[0].job);
}

TEST_F(StoryOf, SamplesAreNeverMoreThanTheyMayBeAndSpanTheRun) {
  start_job(0, 0);
  for (int ms = 0; ms < 60'000; ms += 5) story.on_time(start + milliseconds(ms));
  at(60'000, event::RunEnded{});
  const auto& samples = story.samples();
  EXPECT_LE(samples.size(), Story::samples_max);
  EXPECT_GE(samples.size(), Story::samples_max / 2);
  EXPECT_EQ(samples.front().when, 0ms);
  EXPECT_EQ(samples.back().when, 60'000ms);
  for (std::size_t i = 1; i < samples.size(); ++i) {
    EXPECT_LT(samples[i - 1].when, samples[i].when);
    EXPECT_LE(samples[i].when - samples[i - 1].when, 60'000ms / (Story::samples_max / 2));
  }
  EXPECT_EQ(samples.front().running, 1U);
  EXPECT_GT(samples.front().init_bytes, 0U);
  EXPECT_FALSE(story.due());
}

TEST_F(StoryOf, QuantilesCountOnlyIfTheyAreComplete) {
  const auto find = [this](std::uint32_t until) {
    for (std::uint32_t first = 0; first < until;) {
      event::QuantilesFound found;
      found.first = first;
      found.count = std::min(event::QuantilesFound::count_max, until - first);
      for (std::uint32_t i = 0; i < found.count; ++i) found.values[i] = first + i;
      first += found.count;
      at(1, found);
    }
  };
  find(event::quantiles_count);
  at(2, event::RunEnded{});
  ASSERT_EQ(story.quantiles().size(), event::quantiles_count);
  EXPECT_EQ(story.quantiles().back(), event::quantiles_count - 1);
}

TEST_F(StoryOf, QuantilesThatAreCutShortAreNone) {
  event::QuantilesFound found;
  found.count = 3;
  at(1, found);
  at(2, event::RunEnded{});
  EXPECT_TRUE(story.quantiles().empty());
}

}  // namespace
}  // namespace muster::report
