#include "report/explain.h"

#include <unistd.h>

#include <string>

#include <gtest/gtest.h>

namespace muster::report {
namespace {

using std::chrono::milliseconds;

event::Stamp at(int ms, event::Role role = event::Role::init) {
  return {event::Time(milliseconds(ms)), role, 0, 42};
}

std::string title(std::uint32_t /*job*/) {
  return "true";
}

TEST(Explain, TellsInTheOrderInWhichThingsHappenedHoweverLateTheyCome) {
  testing::internal::CaptureStderr();
  Explain explain(event::Time(), title, Explain::Options{});
  explain.on(at(5), event::PipeEnded{0});
  explain.on(at(3, event::Role::scheduler), event::SegmentNameSent{});
  EXPECT_EQ(explain.due(), event::Time(milliseconds(3) + Explain::lateness_max));
  explain.on(at(9), event::RunEnded{});
  const std::string told = testing::internal::GetCapturedStderr();
  EXPECT_EQ(told,
            "   3.000 ms Scheduler      42  sends the segment's name to init through a pipe\n"
            "                               (write)\n"
            "   5.000 ms init           42  finds the end of P1's pipe (read)\n"
            "   9.000 ms init           42  leaves: every child is reaped, nothing is left\n");
  EXPECT_EQ(explain.due(), std::nullopt);
}

TEST(Explain, TellsWhatHasWaitedLongEnough) {
  Explain explain(event::Time(), title, Explain::Options{});
  explain.on(at(5), event::PipeEnded{0});
  explain.on(at(50), event::PipeEnded{1});
  testing::internal::CaptureStderr();
  explain.on_time(event::Time(milliseconds(5) + Explain::lateness_max));
  const std::string told = testing::internal::GetCapturedStderr();
  EXPECT_NE(told.find("P1"), std::string::npos);
  EXPECT_EQ(told.find("P2"), std::string::npos);
}

TEST(Explain, WrapsWhatDoesNotFitALine) {
  testing::internal::CaptureStderr();
  {
    Explain explain(
        event::Time(), [](std::uint32_t) { return "sort -k1,1 a-file another-file"; },
        Explain::Options{});
    explain.on(at(5), event::JobStarted{0, 0, 1234567, 0});
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "   5.000 ms init           42  starts P1, pid 1234567: sort -k1,1 a-file\n"
            "                               another-file (pipe, vfork, execve)\n");
}

}  // namespace
}  // namespace muster::report
