#include "report/sequence.h"

#include <string>

#include <gtest/gtest.h>

namespace muster::report {
namespace {

using std::chrono::milliseconds;

event::Stamp at(int ms, event::Role role = event::Role::init, std::uint32_t job = 0) {
  return {event::Time(milliseconds(ms)), role, job, 42};
}

constexpr auto scheduler = event::Role::scheduler;
constexpr auto worker = event::Role::worker;

/// A run of one worker, some of whose events come late.
Sequence recorded(SequenceRecorder::Arrangement arrangement, std::string_view written) {
  Sequence result;
  SequenceRecorder recorder(event::Time(), 1, arrangement,
                            [&](const Sequence& sequence) { result = sequence; });
  recorder.on(at(1), event::SchedulerStarted{2000});
  recorder.on(at(3), event::SegmentAttached{8192});
  recorder.on(at(2, scheduler),
              event::SegmentCreated{8192, 1, 4096, event::Text<96>("/dev/shm/x")});
  recorder.on(at(4), event::JobStarted{0, 0, 3000, 0});
  recorder.on(at(5, worker), event::NumbersDrawn{1, 7});
  recorder.on(at(6), event::PipeRead{0, written.size(), written});
  recorder.on(at(7), event::JobExited{0, 0, {3000, false, 0}, {}});
  recorder.on(at(8), event::SegmentDetached{});
  recorder.on(at(9, scheduler), event::RecordsReleased{9});
  recorder.on(at(10, scheduler), event::SegmentDetached{});
  recorder.on(at(11, scheduler), event::SegmentUnlinked{event::Text<96>("/dev/shm/x")});
  recorder.on(at(12), event::SchedulerExited{{2000, true, 9}, {}});
  EXPECT_TRUE(result.steps.empty());
  recorder.on(at(13), event::RunEnded{});
  return result;
}

TEST(Sequence, IsDrawnInTheOrderInWhichThingsHappened) {
  const Sequence sequence = recorded(SequenceRecorder::Arrangement::ascending, "7\n3\n");
  std::string text = sequence_text(sequence, /*has_unicode=*/false, /*has_colors=*/false);
  text.erase(0, text.find("1.00") - 4);  // the head has the pid of this process
  EXPECT_EQ(text,
            "    1.00         |---------->|    pipe, vfork, execve: Scheduler, pid 2000\n"
            "    2.00         |     #<----|    open, fallocate, mmap, linkat: segment, 8192\n"
            "                 |     #     H    bytes\n"
            "    3.00         |---->#     H    open, mmap: attached\n"
            "    4.00   |<----|     #     H    pipe, fork: P1, pid 3000\n"
            "    5.00   *     H     #     H    draws 7\n"
            "    6.00   |7 3->H     #     H    read: 4 bytes\n"
            "    7.00   x....>*     #     H    wait4: P1, status 0\n"
            "    8.00         |....>#     H    munmap: detached\n"
            "    9.00         |     #     |--> write: [3, 7]\n"
            "   10.00         |     #<....|    munmap: detached\n"
            "   11.00         |     x<....|    unlink: the name is gone\n"
            "   12.00         *<..........x    wait4: Scheduler, signal 9\n"
            "   13.00         *                nothing is left\n"
            "| runs   H attached to the segment   # the segment   : nameless   x ended\n");
}

TEST(Sequence, SaysHowMuchIsPrintedWhereTheNumbersAreNotKnown) {
  using Arrangement = SequenceRecorder::Arrangement;
  const auto printed = [](Arrangement arrangement, std::string_view written) {
    const Sequence sequence = recorded(arrangement, written);
    for (const Sequence::Step& step : sequence.steps)
      if (step.kind == Sequence::Kind::print) return step.text;
    return std::string();
  };
  EXPECT_EQ(printed(Arrangement::ascending, "7\n3\n"), "[3, 7]");
  EXPECT_EQ(printed(Arrangement::descending, "3\n7\n"), "[7, 3]");
  EXPECT_EQ(printed(Arrangement::unknown, "7\n3\n"), "9 bytes");
  EXPECT_EQ(printed(Arrangement::ascending, "7\n3"), "9 bytes");
  EXPECT_EQ(printed(Arrangement::ascending, "seven\n"), "9 bytes");
  EXPECT_EQ(printed(Arrangement::ascending, "1\n2\n3\n4\n5\n6\n7\n8\n9\n"), "9 bytes");
}

TEST(Sequence, ColorsLanesIfAsked) {
  const Sequence sequence = recorded(SequenceRecorder::Arrangement::ascending, "7\n");
  EXPECT_NE(sequence_text(sequence, false, true).find("\x1b[35mH\x1b[0m"), std::string::npos);
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t i = text.find(what); i != std::string_view::npos; i = text.find(what, i + 1))
    ++found;
  return found;
}

TEST(Sequence, HasALineForEachLifeAndEachAttachmentInSvg) {
  const Sequence sequence = recorded(SequenceRecorder::Arrangement::ascending, "7\n");
  const std::string svg = sequence_svg(sequence);
  EXPECT_TRUE(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_TRUE(svg.ends_with("</svg>\n"));
  EXPECT_EQ(count(svg, "\"seq-life "), 3U);
  EXPECT_EQ(count(svg, "\"seq-attached "), 2U);
  EXPECT_EQ(count(svg, "class=\"seq-segment\""), 1U);
  EXPECT_EQ(count(svg, "class=\"seq-nameless\""), 0U);
  EXPECT_EQ(count(svg, "<circle"), sequence.steps.size());
  EXPECT_NE(svg.find(">pid 3000<"), std::string::npos);
  EXPECT_NE(svg.find("[7]"), std::string::npos);
}

TEST(Sequence, ThatHasNothingIsDrawn) {
  const SequenceRecorder recorder(event::Time(), 4, SequenceRecorder::Arrangement::ascending,
                                  [](const Sequence&) {});
  EXPECT_TRUE(sequence_svg(recorder.sequence()).ends_with("</svg>\n"));
}

}  // namespace
}  // namespace muster::report
