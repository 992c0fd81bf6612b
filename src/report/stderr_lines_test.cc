#include "report/stderr_lines.h"

#include <chrono>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::report {
namespace {

using std::chrono::milliseconds;

event::Stamp at(int ms) {
  return {event::Time(milliseconds(ms)), event::Role::init, 0, 1};
}

std::string tag_of(std::uint32_t job) {
  return fmt::format("t{}", job);
}

TEST(StderrLines, ArePassedOnWholeUnderTheirTags) {
  testing::internal::CaptureStderr();
  StderrLines lines(tag_of);
  lines.on(at(0), event::StderrRead{0, "a"});
  lines.on(at(0), event::StderrRead{1, "x\ny"});
  lines.on(at(0), event::StderrRead{0, "b\n\nc"});
  lines.on(at(0), event::JobExited{1, 0, {}, {}});
  lines.on(at(0), event::StderrRead{0, "\n"});
  lines.on(at(0), event::JobExited{0, 0, {}, {}});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "t1\tx\nt0\tab\nt0\t\nt1\ty\nt0\tc\n");
  EXPECT_EQ(lines.due(), std::nullopt);
}

TEST(StderrLines, AreCompletedAfterASecond) {
  testing::internal::CaptureStderr();
  StderrLines lines(nullptr);
  lines.on(at(0), event::StderrRead{0, "Password: "});
  lines.on(at(400), event::StderrRead{1, "x"});
  EXPECT_EQ(lines.due(), event::Time(milliseconds(1000)));
  lines.on_time(event::Time(milliseconds(1000)));
  EXPECT_EQ(lines.due(), event::Time(milliseconds(1400)));
  lines.on(at(1100), event::StderrRead{0, "y\n"});
  lines.on_time(event::Time(milliseconds(1400)));
  EXPECT_EQ(lines.due(), std::nullopt);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "Password: \ny\nx\n");
}

TEST(StderrLines, ThatAreVeryLongAreCut) {
  testing::internal::CaptureStderr();
  StderrLines lines(nullptr);
  const std::string some(4096, 'a');
  for (int i = 0; i < 17; ++i) lines.on(at(0), event::StderrRead{0, some});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), std::string(4096 * 17, 'a') + "\n");
}

}  // namespace
}  // namespace muster::report
