#include "report/progress.h"

#include <unistd.h>

#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "report/columns.h"
#include "report/running.h"

namespace muster::report {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Figures some_figures() {
  Figures figures;
  figures.done = 12;
  figures.total = 200;
  figures.running = 4;
  figures.failed = 1;
  figures.records = 1234;
  figures.bytes = 10'700'000;
  figures.bytes_per_second = 300'000;
  figures.left = seconds(754);
  figures.longest = 6;
  figures.longest_age = seconds(63);
  figures.longest_title = "zcat /usr/share/doc/shard-7.gz";
  return figures;
}

TEST(ProgressText, LeavesOutWhatMattersLessWhereThereIsNoRoom) {
  const Figures figures = some_figures();
  EXPECT_EQ(progress_text(figures, 200, false),
            "12/200 done, 4 running, 1 failed | ETA 12:34 | 1234 records, 10.2 MiB, 293.0 KiB/s | "
            "P7 1:03 zcat /usr/share/doc/shard-7.gz");
  EXPECT_EQ(progress_text(figures, 79, false),
            "12/200 done, 4 running, 1 failed | ETA 12:34 | P7 1:03 zcat /usr/share/doc/s...");
  EXPECT_EQ(progress_text(figures, 50, false), "12/200 done, 4 running, 1 failed | ETA 12:34");
  EXPECT_EQ(progress_text(figures, 40, false), "12/200 done, 4 running, 1 failed");
  EXPECT_EQ(progress_text(figures, 20, false), "12/200 done, 4 ru...");
  EXPECT_EQ(progress_text(figures, 2, false), "..");
  EXPECT_EQ(progress_text(figures, 0, false), "");
}

TEST(ProgressText, NeverTakesMoreColumnsThanThereAre) {
  for (std::size_t columns = 0; columns < 200; ++columns)
    for (const bool has_bar : {false, true})
      EXPECT_LE(columns_of(progress_text(some_figures(), columns, has_bar)), columns);
}

TEST(ProgressText, HasABarIfTheNumberOfJobsIsKnown) {
  Figures figures = some_figures();
  figures.done = 50;
  EXPECT_EQ(progress_text(figures, 72, true),
            "[####--------------]  25% 50/200 done, 4 running, 1 failed | ETA 12:34");
  figures.total.reset();
  figures.left.reset();
  EXPECT_EQ(progress_text(figures, 40, true), "50 done, 4 running, 1 failed");
}

TEST(Fitted, CountsColumnsAndShowsNothingThatMovesTheCursor) {
  EXPECT_EQ(fitted("a\tb\x1b[J\n\xff\xc2\x85", 80), "a?b?[J???");
  EXPECT_EQ(columns_of("\xc3\xa4\xe4\xb8\xad"), 3U);
  EXPECT_EQ(fitted("\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad", 5), "\xe4\xb8\xad...");
  EXPECT_EQ(fitted("abcdef", 6), "abcdef");
  EXPECT_EQ(fitted("abcdefg", 6), "abc...");
}

TEST(Running, ListsWhatRuns) {
  const event::Time now = event::Clock::now();
  Running running;
  running.on({now, event::Role::init, 0, 1}, event::JobStarted{2, 0, 4711, 4});
  running.on({now, event::Role::init, 0, 1}, event::JobStarted{0, 0, 4710, 0});
  running.on({now, event::Role::init, 0, 1}, event::PipeRead{2, 2048, {}});
  running.on({now, event::Role::init, 0, 1}, event::JobExited{0, 0, {4710, false, 0}, {}});
  testing::internal::CaptureStderr();
  RunningList list(running, [](std::uint32_t) { return std::string("a\nb"); });
  list.on({now + seconds(63), event::Role::init, 0, 1}, event::ListRequested{});
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_TRUE(
      text.starts_with("muster: 1 worker is running\nP3: slot 5, pid 4711, for 1:03 since "))
      << text;
  EXPECT_TRUE(text.ends_with(", 2.0 KiB: a\\nb\n")) << text;
}

TEST(Texts, OfTimesAndSizes) {
  EXPECT_EQ(clock_text(seconds(9)), "0:09");
  EXPECT_EQ(clock_text(seconds(3723)), "1:02:03");
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(1023), "1023 B");
  EXPECT_EQ(bytes_text(1024), "1.0 KiB");
  EXPECT_EQ(bytes_text((std::uint64_t{1} << 30U) - 1), "1.0 GiB");
}

class ProgressTest : public testing::Test {
 protected:
  Progress progress(Progress::Options options) {
    return {running_, start_, options, [](std::uint32_t) { return std::string("cmd"); },
            [] { return std::optional<std::uint64_t>(2); }};
  }
  event::Stamp at(int ms) { return {start_ + milliseconds(ms), event::Role::init, 0, 1}; }

  Running running_;
  event::Time start_;
};

TEST_F(ProgressTest, IsDrawnAfterADelayAndThenNotTooOften) {
  testing::internal::CaptureStderr();
  Progress progress =
      this->progress({Progress::Style::status_line, milliseconds(2000), false, false, false});
  EXPECT_EQ(progress.due(), start_ + milliseconds(2000));
  running_.on(at(0), event::JobStarted{0, 0, 42, 0});
  progress.on_time(start_ + milliseconds(1999));
  progress.on_time(start_ + milliseconds(2000));
  EXPECT_EQ(progress.due(), start_ + milliseconds(3000));
  progress.on(at(2001), event::JobSucceeded{0, 0});
  EXPECT_EQ(progress.due(), start_ + milliseconds(2100));
  progress.on(at(2050), event::RunEnding{});
  EXPECT_EQ(progress.due(), std::nullopt);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "\x1b[?7l0/2 done, 1 running | P1 0:02 cmd\x1b[?7h\x1b[J\r\x1b[J");
}

TEST_F(ProgressTest, OfARunThatIsOverBeforeIsNotDrawn) {
  testing::internal::CaptureStderr();
  Progress progress =
      this->progress({Progress::Style::status_line, milliseconds(2000), false, false, false});
  progress.on(at(1000), event::RunEnding{});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST_F(ProgressTest, InPlainLinesComesEveryTenSeconds) {
  testing::internal::CaptureStderr();
  Progress progress = this->progress({Progress::Style::plain_lines, {}, false, false, false});
  progress.on(at(1), event::JobFailed{0, 0, 42, event::TimedOut{}, false});
  progress.on_time(start_ + milliseconds(9999));
  EXPECT_EQ(progress.due(), start_ + seconds(10));
  progress.on_time(start_ + seconds(10));
  EXPECT_EQ(progress.due(), start_ + seconds(20));
  progress.on(at(11'000), event::RunEnding{});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "muster: 1/2 done, 1 failed | ETA 0:10\n");
}

}  // namespace
}  // namespace muster::report
