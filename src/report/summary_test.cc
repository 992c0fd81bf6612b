#include "report/summary.h"

#include <chrono>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace muster::report {
namespace {

using namespace std::chrono_literals;

/// A run of some jobs, and its summary.
class SummaryOf : public testing::Test {
 protected:
  void at(std::chrono::milliseconds when, const event::Event& event) {
    const event::Stamp stamp{start + when, event::Role::init, 0, 42};
    story.on(stamp, event);
    summary.on(stamp, event);
  }
  void run_job(std::uint32_t job, std::chrono::milliseconds from, std::chrono::milliseconds until) {
    at(from, event::JobStarted{job, 0, 1000, 0, false});
    at(until, event::JobExited{job, 0, {1000, false, 0}, {3ms, 2ms, 4096}});
    at(until, event::JobSucceeded{job, 0});
  }
  void fail_job(std::uint32_t job) {
    at(1ms, event::JobStarted{job, 0, 1000, 0, false});
    at(2ms, event::JobExited{job, 0, {1000, false, 1}, {}});
    at(2ms, event::JobFailed{job, 0, 1000, event::EndedBadly{}, false, false});
  }

  const event::Time start{1s};
  Story story{start,
              [](const event::Event&) { return "P1 (pid 1000, false): exited with status 1"; },
              false};
  Summary summary{story, [](std::uint32_t job) { return "command " + std::to_string(job + 1); }};
};

bool has_line(const std::string& text, const std::string& wanted) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line == wanted) return true;
  return false;
}

TEST_F(SummaryOf, TellsOfAGoodRunWithoutWhatIsZero) {
  at(10ms, event::SegmentAttached{});
  run_job(0, 10ms, 1510ms);
  at(1510ms, event::PipeRead{0, 2048, {}});
  at(1510ms, event::RecordsCounted{1'234'567});
  at(1520ms, event::ReleaseRequested{});
  at(1530ms, event::ReleaseConfirmed{1'234'567, 2048});
  at(1530ms, event::RunEnding{});
  at(1532ms, event::RunEnded{});
  const std::string text = summary.text({});
  EXPECT_TRUE(has_line(text, "run        succeeded in 1.53 s")) << text;
  EXPECT_TRUE(has_line(text, "workers    1 succeeded")) << text;
  EXPECT_TRUE(has_line(text, "records    1,234,567 in, 1,234,567 out")) << text;
  EXPECT_TRUE(has_line(text, "bytes      2.0 KiB in, 2.0 KiB out")) << text;
  EXPECT_TRUE(has_line(text, "time       10.0 ms starting, 1.51 s gathering, 10.0 ms releasing"))
      << text;
  for (const char* const absent : {"failed", "retr", "spilled", "no slab", "slowest"})
    EXPECT_EQ(text.find(absent), std::string::npos) << text;
}

TEST_F(SummaryOf, NamesTheCausesOfAFailureFirstAndNotAllOfThem) {
  for (std::uint32_t job = 0; job < 7; ++job) fail_job(job);
  at(3ms, event::RunEnding{event::RunEnding::Why::jobs_failed, 0});
  at(4ms, event::RunEnded{});
  const std::string text = summary.text({7, 0});
  EXPECT_TRUE(
      text.starts_with("run        failed after 4.0 ms, with exit status 7: workers failed\n"
                       "           P1 (pid 1000, false): exited with status 1\n"))
      << text;
  EXPECT_TRUE(has_line(text, "           and 2 more")) << text;
  EXPECT_TRUE(has_line(text, "workers    7 failed")) << text;
  EXPECT_EQ(text.find("out"), std::string::npos) << text;
}

TEST_F(SummaryOf, NamesTheSignal) {
  at(3ms, event::RunEnding{event::RunEnding::Why::interrupted, 2});
  at(4ms, event::RunEnded{});
  EXPECT_TRUE(summary.text({0, 2}).starts_with("run        ended by signal SIGINT after 4.0 ms\n"));
  const std::string json = summary.json({0, 2}, "1.2.3");
  EXPECT_NE(json.find(R"("exit_status": null, "signal": 2, "reason": "interrupted")"),
            std::string::npos)
      << json;
}

TEST_F(SummaryOf, ShowsTheSlowestFirstByTheirTitles) {
  for (std::uint32_t job = 0; job < 20; ++job)
    run_job(job, 0ms, std::chrono::milliseconds(job == 3 ? 900 : 10 + job));
  at(1000ms, event::RunEnded{});
  const std::string text = summary.text({});
  EXPECT_TRUE(has_line(text, "slowest        P4    900 ms  command 4")) << text;
  EXPECT_TRUE(has_line(text, "              P20   29.0 ms  command 20")) << text;
  EXPECT_EQ(text.find("P16 "), std::string::npos) << text;
  const std::string json = summary.json({}, "1.2.3");
  EXPECT_LT(json.find("command 4"), json.find("command 20"));
  EXPECT_NE(json.find("command 12\""), std::string::npos);
  EXPECT_EQ(json.find("command 11\""), std::string::npos);  // it would be one too many
}

TEST_F(SummaryOf, HasNoLineOfMoreThan79Columns) {
  Summary long_titles(story, [](std::uint32_t) { return std::string(500, 'x') + "\n\x1b[31m"; });
  at(1ms, event::JobStarted{0, 0, 1000, 0, false});
  at(1ms, event::PipeUnwatched{0, event::PipeUnwatched::Why::no_slab_free});
  for (std::uint32_t job = 1; job < 3; ++job) fail_job(job);
  const event::Event exited = event::JobExited{0, 0, {}, {}};
  at(999'999ms, exited);
  long_titles.on({}, exited);
  long_titles.on({}, event::JobExited{1, 0, {}, {}});
  std::istringstream lines(long_titles.text({1, 0}));
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_LE(line.size(), 79U) << line;
    EXPECT_EQ(line.find('\x1b'), std::string::npos) << line;
  }
  EXPECT_GT(count, 4);
}

}  // namespace
}  // namespace muster::report
