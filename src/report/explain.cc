#include "report/explain.h"

#include <cstring>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "os/message.h"
#include "report/calls.h"
#include "report/role_color.h"
#include "report/wrapped.h"

namespace muster::report {
namespace {

/// The rest is cut. An event is printed by one write of less than PIPE_BUF bytes, so nothing that
/// workers write gets between its lines.
constexpr std::size_t sentence_bytes_max = 1000;

std::string name_of(std::uint32_t job) {
  return fmt::format("P{}", job + 1);
}

std::string role_of(const event::Stamp& stamp) {
  switch (stamp.role) {
    case event::Role::init:
      return "init";
    case event::Role::scheduler:
      return "Scheduler";
    case event::Role::worker:
      return name_of(stamp.job);
  }
  return {};
}

/// 15: "15 (TERM)".
std::string signal_name(int signal) {
  const char* const name = ::sigabbrev_np(signal);
  return name == nullptr ? std::to_string(signal) : fmt::format("{} ({})", signal, name);
}

std::string end_of(const os::ExitStatus& status) {
  return status.by_signal ? "was killed by signal " + signal_name(status.number)
                          : fmt::format("exited with status {}", status.number);
}

/// `failed` is the worker because of which the run ends, if there is one.
std::string reason_of(const event::RunEnding& ending, std::optional<std::uint32_t> failed) {
  using Why = event::RunEnding::Why;
  constexpr const char* ends = "starts no more workers and ends those that run";
  switch (ending.why) {
    case Why::all_is_done:
      return "ends the run: all is done";
    case Why::jobs_failed:
      return fmt::format("ends the run, since {} has failed",
                         failed ? name_of(*failed) : "a worker");
    case Why::run_failed:
      return fmt::format("{}, since the run has failed", ends);
    case Why::interrupted:
      return fmt::format("{}: received signal {}", ends, signal_name(ending.signal));
    case Why::reader_gone:
      return fmt::format("{}: nobody reads the output", ends);
  }
  return {};
}

/// What the end of the output says itself is left out.
std::string work_of(const event::Worked& worked) {
  using Work = event::Worked::Work;
  const std::chrono::duration<double, std::milli> time = worked.time;
  switch (worked.work) {
    case Work::spilling:
      return fmt::format("spills {} bytes to disk ({:.1f} ms)", worked.bytes, time.count());
    case Work::merging:
      return fmt::format("merges runs on disk into one of {} bytes ({:.1f} ms)", worked.bytes,
                         time.count());
    case Work::sorting:
    case Work::writing:
      return {};
  }
  return {};
}

}  // namespace

/// Empty for events that are not printed.
std::string Explain::sentence(const event::Event& event) {
  using namespace event;
  return std::visit(
      Overloaded{
          // What init sees of jobs.
          [&](const JobStarted& e) {
            return fmt::format("starts {}, pid {}: {}", name_of(e.job), e.pid, title_of_(e.job));
          },
          [](const JobResumed& e) {
            return fmt::format("finds that an earlier run has done {}", name_of(e.job));
          },
          [](const PipeRead& e) {
            return fmt::format("reads {} bytes from {}'s pipe into the segment", e.bytes,
                               name_of(e.job));
          },
          [](const StderrRead&) { return std::string(); },
          [](const PipeEnded& e) {
            return fmt::format("finds the end of {}'s pipe", name_of(e.job));
          },
          // That the order has paused it is told by the Scheduler.
          [](const PipeUnwatched&) { return std::string(); },
          [](const PipeWatched&) { return std::string(); },
          [](const JobExited& e) {
            return fmt::format("reaps {}, which {}", name_of(e.job), end_of(e.status));
          },
          [&](const JobFailed& e) {
            if (!e.will_be_retried) failed_ = e.job;
            return e.will_be_retried
                       ? fmt::format("will try {} again, which has failed", name_of(e.job))
                       : fmt::format("counts {} as failed", name_of(e.job));
          },
          [](const JobSucceeded&) { return std::string(); },
          [](const StartingStopped&) { return std::string("starts no more workers"); },
          [&](const JobSkipped& e) {
            return std::exchange(are_some_skipped_, true)
                       ? std::string()
                       : fmt::format("does not start {} and those after it", name_of(e.job));
          },
          [](const JobCancelled& e) {
            return fmt::format("ends {}, which is not needed any more", name_of(e.job));
          },
          [](const JobStopped& e) {
            return fmt::format("sees that {} is stopped by signal {}", name_of(e.job),
                               signal_name(e.signal));
          },
          [](const JobContinued& e) {
            return fmt::format("sees that {} is continued", name_of(e.job));
          },
          [](const JobAwaited& e) {
            return fmt::format("waits for {}, which has long been silent", name_of(e.job));
          },
          [](const UnstartedJobAwaited& e) {
            return fmt::format("waits for {}, which has not been started", name_of(e.job));
          },
          [](const JobsLimited& e) {
            return fmt::format("can run no more than {} workers at a time", e.possible);
          },
          // The segment, its slabs and the Scheduler.
          [](const SchedulerStarted& e) {
            return fmt::format("starts the Scheduler, pid {}, with two pipes", e.pid);
          },
          [](const SchedulerReady&) -> std::string { return "is ready, and has read its setup"; },
          [](const SegmentCreated& e) {
            return fmt::format(
                "creates a segment of {} bytes ({}): {}", e.bytes,
                e.slab_count == 1 ? "one slab" : fmt::format("{} slabs", e.slab_count),
                e.name.string());
          },
          [](const SegmentNameSent&) -> std::string {
            return "sends the segment's name to init through a pipe";
          },
          [](const SegmentAttached& e) {
            return fmt::format("receives the name and attaches {} bytes", e.bytes);
          },
          [](const SegmentUnlinked& e) {
            return fmt::format("unlinks its name: {}", e.name.string());
          },
          [](const SegmentDetached&) -> std::string { return "detaches from the segment"; },
          [](const SlabHandedOver& e) {
            return fmt::format("hands slab {} with {} bytes to the Scheduler", e.slab, e.bytes);
          },
          [](const SlabEmptied& e) {
            return fmt::format("takes {} bytes from slab {} and gives it back", e.bytes, e.slab);
          },
          [](const SlabsRanOut&) -> std::string {
            return "has no free slab, and reads no pipe until it has one";
          },
          [](const SlabFreed&) -> std::string { return "has a free slab, and reads on"; },
          [](const SchedulerExited& e) {
            return fmt::format("reaps the Scheduler, which {}", end_of(e.status));
          },
          // The Dealer.
          [](const DealerStarted& e) {
            return fmt::format("starts the Dealer, pid {}, with a socket", e.pid);
          },
          [](const BlockCut& e) {
            return fmt::format("learns of a block of {} bytes from the Dealer", e.bytes);
          },
          [](const InputEnded&) -> std::string { return "learns that there are no more blocks"; },
          [](const DealerExited& e) {
            return fmt::format("reaps the Dealer, which {}", end_of(e.status));
          },
          // What the Scheduler does with records.
          [](const HeaderExpected& e) {
            return e.records == 1 ? "takes the first record of each worker for its header"
                                  : fmt::format(
                                        "takes the first {} records of each worker for its "
                                        "header",
                                        e.records);
          },
          [](const MergeStarted&) -> std::string {
            return "merges what the workers write, as it comes";
          },
          [](const TagSet& e) {
            return fmt::format("puts the tag {} before each record of {}", e.tag.string(),
                               name_of(e.job));
          },
          [](const PipePaused& e) {
            return fmt::format("pauses {}, which is far ahead", name_of(e.job));
          },
          [](const PipeResumed& e) { return fmt::format("resumes {}", name_of(e.job)); },
          [](const RecordRefused& e) {
            return fmt::format("refuses record {} of {}", e.record, name_of(e.job));
          },
          [](const HeaderRefused& e) {
            return fmt::format("refuses the header of {}, which differs from that of {}",
                               name_of(e.job), name_of(e.first));
          },
          [](const RecordsCounted&) { return std::string(); },
          [](const JobWasAhead&) { return std::string(); },
          [](const RecordsOfJobs&) { return std::string(); },
          [](const Worked& e) { return work_of(e); },
          [](const QuantilesFound&) { return std::string(); },
          [](const ReleaseRequested&) -> std::string {
            return "tells the Scheduler that all workers have ended";
          },
          [](const ReleaseStarted& e) {
            return e.top < e.records ? fmt::format("puts {} records in order, keeps the first {}",
                                                   e.records, e.top)
                                     : fmt::format("puts {} records in order", e.records);
          },
          [](const RecordsReleased& e) {
            return fmt::format("has printed them: {} bytes to its stdout", e.bytes);
          },
          [](const ReleaseConfirmed& e) {
            return fmt::format("learns that {} records are printed", e.records);
          },
          // The run. Of what fails cli/ tells.
          [](const RunFailed&) { return std::string(); },
          [](const SchedulerFailed&) { return std::string(); },
          [](const IncompleteRecordsExceedLimit&) { return std::string(); },
          [](const ProcessLeftBehind&) { return std::string(); },
          [&](const RunEnding& e) { return reason_of(e, failed_); },
          [](const RunEnded&) -> std::string {
            return "leaves: every child is reaped, nothing is left";
          },
          [](const ListRequested&) { return std::string(); },
          // A worker of the reference run.
          [](const NumbersDrawn& e) {
            return e.count == 1 ? fmt::format("draws {}", e.last)
                                : fmt::format("draws {} numbers", e.count);
          },
          [](const PipeWritten& e) { return fmt::format("writes {} bytes to its pipe", e.bytes); },
      },
      event);
}

void Explain::on(const event::Stamp& stamp, const event::Event& event) {
  std::string text = sentence(event).substr(0, sentence_bytes_max);
  const std::string calls = calls_of(event, options_.workers_are_forked);
  if (!calls.empty()) text += " (" + calls + ")";
  if (!text.empty()) print(stamp, text);
  if (std::holds_alternative<event::RunEnded>(event)) print_until(event::Time::max());
  if (pauses_) pauses_->let_go_on(stamp, event);
}

void Explain::print(const event::Stamp& stamp, const std::string& text) {
  const bool pauses = pauses_ && !pauses_->are_over();
  // A step may have waited for others at which the run has paused.
  const event::Time when = pauses ? event::Clock::now() : stamp.when;
  const std::chrono::duration<double, std::milli> elapsed = when - start_;
  const std::string head =
      fmt::format("{:8.3f} ms {:9} {:>7}  ", elapsed.count(), role_of(stamp), stamp.pid);
  std::string lines = wrapped(head, text);
  if (options_.has_colors) {
    // After wrapping, which counts bytes: the role and its pid, between the time and two blanks.
    const std::size_t begin = head.find(" ms ") + 4;
    lines.insert(head.size() - 2, color_end);
    lines.insert(begin, color_begin(stamp.role));
  }
  lines_.emplace(when, std::move(lines));
  if (!pauses) return;
  // No process does more before this is printed, so causes come before effects by themselves.
  print_until(event::Time::max());
  pauses_->wait();
}

std::optional<event::Time> Explain::due() const {
  if (lines_.empty()) return std::nullopt;
  return lines_.begin()->first + lateness_max;
}

void Explain::print_until(event::Time when) {
  for (; !lines_.empty() && lines_.begin()->first <= when; lines_.erase(lines_.begin()))
    os::write_message(lines_.begin()->second);
}

}  // namespace muster::report
