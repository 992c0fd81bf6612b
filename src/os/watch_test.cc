#include "os/watch.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include <gtest/gtest.h>

#include "os/io.h"
#include "os/pipe.h"

namespace muster::os {
namespace {

using Clock = std::chrono::steady_clock;
using Tags = std::vector<std::uint64_t>;

Tags ready(Watch& watch, std::optional<Clock::time_point> until) {
  const auto tags = watch.ready(until);
  Tags sorted(tags.begin(), tags.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

TEST(Watch, NamesWhatIsReadable) {
  const Pipe one = make_pipe();
  const Pipe two = make_pipe();
  Watch watch;
  watch.add(one.read_end, 1);
  watch.add(two.read_end, 2);
  write_all(two.write_end.get(), "x", "cannot write");
  EXPECT_EQ(ready(watch, std::nullopt), Tags{2});
  write_all(one.write_end.get(), "x", "cannot write");
  EXPECT_EQ(ready(watch, std::nullopt), (Tags{1, 2}));
}

TEST(Watch, DoesNotWaitForWhatHasPassed) {
  const Pipe pipe = make_pipe();
  Watch watch;
  watch.add(pipe.read_end, 1);
  for (const auto until : {Clock::time_point::min(), Clock::time_point{}, Clock::now()})
    EXPECT_EQ(ready(watch, until), Tags{});
}

TEST(Watch, WaitsUntilTheDeadlineAndNotLess) {
  const Pipe pipe = make_pipe();
  Watch watch;
  watch.add(pipe.read_end, 1);
  const auto until = Clock::now() + std::chrono::microseconds(2300);
  EXPECT_EQ(ready(watch, until), Tags{});
  EXPECT_GE(Clock::now(), until);
}

TEST(Watch, DoesNotOverflowFarAhead) {
  const Pipe pipe = make_pipe();
  Watch watch;
  watch.add(pipe.read_end, 1);
  write_all(pipe.write_end.get(), "x", "cannot write");
  EXPECT_EQ(ready(watch, Clock::time_point::max()), Tags{1});
}

TEST(Watch, AnInnerOneCanBeMuted) {
  const Pipe pipe = make_pipe();
  write_all(pipe.write_end.get(), "x", "cannot write");
  Watch pipes;
  pipes.add(pipe.read_end, 1);
  Watch watch;
  watch.add(pipes, 2);
  EXPECT_EQ(ready(watch, std::nullopt), Tags{2});
  watch.mute(pipes, 2, true);
  EXPECT_EQ(ready(watch, Clock::time_point::min()), Tags{});
  watch.mute(pipes, 2, false);
  EXPECT_EQ(ready(watch, std::nullopt), Tags{2});
}

TEST(Watch, ForgetsWhatIsRemoved) {
  const Pipe pipe = make_pipe();
  Watch watch;
  watch.add(pipe.read_end, 1);
  watch.remove(pipe.read_end);
  write_all(pipe.write_end.get(), "x", "cannot write");
  EXPECT_EQ(ready(watch, Clock::time_point::min()), Tags{});
}

TEST(Watch, InputIsWaitedForUpToADeadline) {
  Pipe pipe = make_pipe();
  EXPECT_FALSE(wait_for_input(pipe.read_end, Clock::time_point::min()));
  EXPECT_FALSE(wait_for_input(pipe.read_end, Clock::now() + std::chrono::milliseconds(1)));
  pipe.write_end.reset();
  EXPECT_TRUE(wait_for_input(pipe.read_end, Clock::time_point::max()));
}

}  // namespace
}  // namespace muster::os
