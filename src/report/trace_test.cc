#include "report/trace.h"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "os/file.h"
#include "os/io.h"
#include "os/test_folder.h"

namespace muster::report {
namespace {

using namespace std::chrono_literals;
using Why = event::PipeUnwatched::Why;

/// A run of some jobs, and its trace.
class TraceOf : public testing::Test {
 protected:
  void at(std::chrono::milliseconds when, const event::Event& event,
          event::Role role = event::Role::init) {
    const event::Stamp stamp{start + when, role, 0, 42};
    story.on(stamp, event);
    trace.on(stamp, event);
  }
  void start_job(std::chrono::milliseconds when, std::uint32_t job, std::uint32_t slot) {
    at(when, event::JobStarted{job, 0, static_cast<pid_t>(1000 + job), slot, false});
  }
  void exit_job(std::chrono::milliseconds when, std::uint32_t job) {
    at(when, event::JobExited{job, 0, {static_cast<pid_t>(1000 + job), false, 0}, {}});
  }
  /// What has been written so far.
  [[nodiscard]] std::string text() const {
    return os::read_to_end(os::open_for_reading(path)).value();
  }
  /// Where, in the text, the event is of that kind, track and time; npos if it is not.
  [[nodiscard]] std::size_t place(char kind, int process, int thread, const char* ts) const {
    return text().find(std::string("{\"ph\":\"") + kind + "\",\"pid\":" + std::to_string(process) +
                       ",\"tid\":" + std::to_string(thread) + ",\"ts\":" + ts);
  }

  const event::Time start{1s};
  os::TestFolder folder;
  const std::string path = folder.path() + "/trace";
  Story story{start, [](const event::Event&) { return std::string(); }, false};
  Trace trace{story, path, [](std::uint32_t) { return std::string("a \"title\""); }};
};

constexpr auto none = std::string::npos;

TEST_F(TraceOf, AWorkerIsASpanOfItsSlotUntilItsProcessEnds) {
  start_job(5ms, 0, 2);
  exit_job(7ms, 0);
  at(9ms, event::PipeRead{0, 12, {}});
  at(9ms, event::JobSucceeded{0, 0});
  at(10ms, event::RunEnded{});
  EXPECT_NE(place('B', 3, 3, "5000.000"), none) << text();
  EXPECT_NE(place('E', 3, 3, "7000.000"), none) << text();
  const std::string name = R"("name":"P1: a \"title\"")";
  EXPECT_NE(text().find(name), none) << text();
  EXPECT_NE(text().find(name), text().rfind(name)) << "its end has no name";
  EXPECT_NE(text().find(R"("outcome":"succeeded","status":0,"signal":null,"bytes":12)"), none);
  EXPECT_TRUE(text().starts_with("[\n{"));
  EXPECT_TRUE(text().ends_with("}\n]\n"));
}

TEST_F(TraceOf, ASlotThatIsUsedAgainEndsTheSpanBefore) {
  start_job(1ms, 0, 0);
  at(2ms, event::JobFailed{0, 0, 1000, event::RecordTorn{1}, false, false});
  start_job(3ms, 1, 0);  // though the first still runs
  exit_job(4ms, 0);
  exit_job(5ms, 1);
  at(5ms, event::JobSucceeded{1, 0});
  at(6ms, event::RunEnded{});
  const std::size_t first_end = place('E', 3, 1, "3000.000");
  ASSERT_NE(first_end, none) << text();
  EXPECT_LT(first_end, place('B', 3, 1, "3000.000"));
  EXPECT_EQ(place('E', 3, 1, "4000.000"), none) << text();
  EXPECT_NE(place('E', 3, 1, "5000.000"), none) << text();
}

TEST_F(TraceOf, WaitsAreSpansInThatOfTheWorkerUnlessTheyAreShort) {
  start_job(0ms, 0, 0);
  at(10ms, event::PipeUnwatched{0, Why::no_slab_free});
  at(13ms, event::PipeRead{0, 1, {}});
  at(20ms, event::PipeUnwatched{0, Why::ahead_of_order});
  at(24ms, event::PipeWatched{0});
  at(30ms, event::PipeUnwatched{0, Why::no_slab_free});
  at(30ms, event::PipeRead{0, 1, {}});
  exit_job(40ms, 0);
  at(40ms, event::PipeUnwatched{0, Why::no_slab_free});  // it keeps nobody waiting
  at(50ms, event::PipeRead{0, 1, {}});
  at(50ms, event::JobSucceeded{0, 0});
  at(60ms, event::RunEnded{});
  EXPECT_NE(text().find(R"("ts":10000.000,"dur":3000.000,"name":"unread: no free slab")"), none);
  EXPECT_NE(text().find(R"("ts":20000.000,"dur":4000.000,"name":"paused: far ahead of the order")"),
            none);
  EXPECT_EQ(place('X', 3, 1, "30000.000"), none) << text();
  EXPECT_EQ(place('X', 3, 1, "40000.000"), none) << text();
}

TEST_F(TraceOf, TheSchedulerWorksInItsPhases) {
  const auto scheduler = event::Role::scheduler;
  at(1ms, event::SchedulerReady{}, scheduler);
  at(9ms, event::Worked{event::Worked::Work::spilling, 3ms, 100}, scheduler);
  at(20ms, event::ReleaseStarted{}, scheduler);
  at(25ms, event::Worked{event::Worked::Work::writing, 5ms, 50}, scheduler);
  at(30ms, event::SegmentDetached{}, scheduler);
  at(31ms, event::RunEnded{});
  EXPECT_NE(place('B', 2, 1, "1000.000"), none) << text();
  EXPECT_NE(text().find(R"("ts":6000.000,"dur":3000.000,"name":"spilling","args":{"bytes":100}})"),
            none);
  EXPECT_LT(place('E', 2, 1, "20000.000"), place('B', 2, 1, "20000.000"));
  EXPECT_NE(place('E', 2, 1, "30000.000"), none) << text();
}

TEST_F(TraceOf, IsWrittenWhileTheRunGoesOnInWholeLines) {
  start_job(1ms, 0, 0);
  trace.on_time(start + 600ms);
  EXPECT_NE(place('B', 3, 1, "1000.000"), none) << text();
  EXPECT_TRUE(text().ends_with("}"));
}

TEST_F(TraceOf, CountersAreThoseOfTheSamples) {
  start_job(0ms, 0, 0);
  at(500ms, event::PipeRead{0, 1000, {}});
  story.on_time(start + 1000ms);
  trace.on_time(start + 1000ms);
  trace.on_time(start + 1600ms);
  EXPECT_NE(text().find(R"("ts":1000000.000,"name":"bytes a second","args":{"bytes":1000}})"), none)
      << text();
  EXPECT_NE(text().find(R"("name":"running workers","args":{"workers":1}})"), none);
}

}  // namespace
}  // namespace muster::report
