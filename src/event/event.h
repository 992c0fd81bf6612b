// What can happen in a run, as plain values, and the sinks that they go to.
//
// Jobs count from 0 (people are shown index + 1), as do attempts. Texts are valid during
// Sink::on() only.

#ifndef MUSTER_EVENT_EVENT_H
#define MUSTER_EVENT_EVENT_H

#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "event/cause.h"
#include "event/text.h"
#include "os/child.h"

namespace muster::event {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;

// --- jobs: what init sees of them ---------------------------------------------------------------

struct JobStarted {
  std::uint32_t job = 0;
  std::uint32_t attempt = 0;
  pid_t pid = 0;
  std::uint32_t slot = 0;  ///< from 0
  bool is_replay = false;  ///< it only writes what an earlier run has kept of it
};
/// It need not be run, since an earlier run has done it.
struct JobResumed {
  std::uint32_t job = 0;
  bool has_other_command = false;  ///< than then
};
struct PipeRead {
  std::uint32_t job = 0;
  std::uint64_t bytes = 0;
  std::string_view data;  ///< the bytes themselves
};
/// Only where stderr of jobs is a pipe (Sink::wants_stderr).
struct StderrRead {
  std::uint32_t job = 0;
  std::string_view data;
};
struct PipeEnded {
  std::uint32_t job = 0;
};
/// init does not read its pipe for now, though it may have something. Until PipeWatched, PipeRead
/// or PipeEnded, whichever comes first.
struct PipeUnwatched {
  enum class Why : std::uint8_t {
    no_slab_free,
    ahead_of_order,  ///< what it has written waits for others
  };
  std::uint32_t job = 0;
  Why why = Why::no_slab_free;
};
/// It has been ahead of the order, and is read again when it has something.
struct PipeWatched {
  std::uint32_t job = 0;
};
/// Its process has been reaped.
struct JobExited {
  std::uint32_t job = 0;
  std::uint32_t attempt = 0;
  os::ExitStatus status;
  os::ResourceUsage usage;
};
struct JobFailed {
  std::uint32_t job = 0;
  std::uint32_t attempt = 0;
  pid_t pid = 0;  ///< 0 if it has not started
  JobCause cause;
  bool will_be_retried = false;
  bool had_succeeded = false;  ///< as has been told; one of its records is refused only now
};
struct JobSucceeded {
  std::uint32_t job = 0;
  std::uint32_t attempt = 0;
};
/// No more jobs are started or tried again, since the run is halted or was asked to (SIGHUP).
struct StartingStopped {};
/// It will never be started: the run is halted.
struct JobSkipped {
  std::uint32_t job = 0;
};
/// It is ended, since the run needs it no more: it has neither succeeded nor failed.
struct JobCancelled {
  std::uint32_t job = 0;
  std::uint32_t attempt = 0;
};
/// By a signal that somebody else sent; the run waits for it to be continued.
struct JobStopped {
  std::uint32_t job = 0;
  pid_t pid = 0;
  int signal = 0;
};
struct JobContinued {
  std::uint32_t job = 0;
  pid_t pid = 0;
};
/// The order has waited for its next record for a while.
struct JobAwaited {
  std::uint32_t job = 0;
  pid_t pid = 0;
  std::chrono::seconds silence{};
};
/// The order waits for a job that has not been started, since there is room for no more than
/// `running`.
struct UnstartedJobAwaited {
  std::uint32_t job = 0;
  std::uint32_t first_unstarted = 0;
  std::uint32_t last = 0;
  std::uint64_t running = 0;
  bool is_limited_by_descriptors = false;  ///< else by what the plan says
};
/// Only `possible` of the jobs that should run side by side can.
struct JobsLimited {
  std::uint64_t possible = 0;
};

// --- the segment, the slabs and the Scheduler ---------------------------------------------------

struct SchedulerStarted {
  pid_t pid = 0;
};
struct SchedulerReady {};
struct SegmentCreated {
  std::uint64_t bytes = 0;
  std::uint32_t slab_count = 0;
  std::uint32_t slab_bytes = 0;
  Text<96> name;
};
struct SegmentNameSent {};
struct SegmentAttached {
  std::uint64_t bytes = 0;
};
struct SegmentUnlinked {
  Text<96> name;
};
struct SegmentDetached {};
struct SlabHandedOver {
  std::uint32_t slab = 0;
  std::uint64_t bytes = 0;
};
struct SlabEmptied {
  std::uint32_t slab = 0;
  std::uint64_t bytes = 0;
};
/// init has something to read, and the Scheduler has all slabs.
struct SlabsRanOut {};
/// One is free again.
struct SlabFreed {};
struct SchedulerExited {
  os::ExitStatus status;
  os::ResourceUsage usage;
};

// --- the Dealer ---------------------------------------------------------------------------------

struct DealerStarted {
  pid_t pid = 0;
};
/// init learns of a block of standard input, which is one job: the next one.
struct BlockCut {
  std::uint64_t bytes = 0;
};
/// init learns that there are no more.
struct InputEnded {};
struct DealerExited {
  os::ExitStatus status;
};

// --- records: what the Scheduler does with them -------------------------------------------------

struct HeaderExpected {
  std::uint64_t records = 0;
};
struct MergeStarted {};
struct TagSet {
  std::uint32_t job = 0;
  Text<128> tag;
};
/// It is far ahead of the order, so its pipe is not read for a while.
struct PipePaused {
  std::uint32_t job = 0;
};
struct PipeResumed {
  std::uint32_t job = 0;
};
struct RecordRefused {
  std::uint32_t job = 0;
  std::uint64_t record = 0;
};
struct HeaderRefused {
  std::uint32_t job = 0;
  std::uint32_t first = 0;
};
/// In an order that goes by all jobs: the most bytes of its records that have waited for the turn
/// of others. Told once, when there can be no more.
struct JobWasAhead {
  std::uint32_t job = 0;
  std::uint64_t bytes = 0;
};
/// How many there have been so far, as init learns with each slab that it is given back.
struct RecordsCounted {
  std::uint64_t records = 0;
};
/// How many records each of the first `count` of these jobs has written, which have ended well.
struct RecordsOfJobs {
  static constexpr std::uint32_t count_max = 18;
  std::uint32_t count = 0;
  std::array<std::uint32_t, count_max> jobs{};
  std::array<std::uint64_t, count_max> records{};

  [[nodiscard]] bool is_valid() const { return count <= count_max; }
};
/// The Scheduler has done something for `time`, up to now, that took it from its slabs.
struct Worked {
  enum class Work : std::uint32_t {
    sorting,   ///< what was not yet sorted when the last record had come
    spilling,  ///< bringing records in order and writing them to disk
    merging,   ///< runs on disk into one
    writing,   ///< the output, in order
  };
  Work work = Work::sorting;
  std::chrono::nanoseconds time{};
  std::uint64_t bytes = 0;  ///< that were written, to disk or to the output

  [[nodiscard]] bool is_valid() const { return work <= Work::writing; }
};
/// Some of `quantiles_count` values of the sorted result, equally spaced in rank: that of the first
/// record, of the last, and of those between. They are exact, and only for orders by a number.
struct QuantilesFound {
  static constexpr std::uint32_t count_max = 27;
  std::uint32_t first = 0;  ///< which of them `values` begins with
  std::uint32_t count = 0;
  std::array<double, count_max> values{};

  [[nodiscard]] bool is_valid() const;
};
inline constexpr std::uint32_t quantiles_count = 257;
inline bool QuantilesFound::is_valid() const {
  return first <= quantiles_count && count <= std::min(count_max, quantiles_count - first);
}
/// init tells the Scheduler that every job has ended well.
struct ReleaseRequested {};
struct ReleaseStarted {
  std::uint64_t records = 0;
  std::uint64_t top = 0;  ///< how many of the first are wanted
};
struct RecordsReleased {
  std::uint64_t bytes = 0;
};
/// init learns of it.
struct ReleaseConfirmed {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
};

// --- the run ------------------------------------------------------------------------------------

/// The Scheduler, the output or the machine failed.
struct RunFailed {
  std::string_view what;
};
struct SchedulerFailed {
  pid_t pid = 0;
  std::string_view what;
};
/// Records that are not complete yet take more memory than they may.
struct IncompleteRecordsExceedLimit {
  pid_t scheduler_pid = 0;
  std::uint64_t bytes_max = 0;
};
/// A process of the run that cannot be ended; if it has no pid, one that cannot be found.
struct ProcessLeftBehind {
  pid_t pid = 0;
  std::string_view command;
  bool is_refused = false;  ///< it belongs to another user
};
/// All that still runs is to end.
struct RunEnding {
  enum class Why : std::uint8_t { all_is_done, jobs_failed, run_failed, interrupted, reader_gone };
  Why why = Why::all_is_done;
  int signal = 0;  ///< of the interruption
};
struct RunEnded {};
/// The user wants to know what runs.
struct ListRequested {};

/// A worker of the reference run has drawn numbers.
struct NumbersDrawn {
  std::uint64_t count = 0;
  std::uint64_t last = 0;
};
/// It is about to write some of them.
struct PipeWritten {
  std::uint64_t bytes = 0;
};

template <typename Body, typename... Bodies>
inline constexpr bool is_one_of = (std::is_same_v<Body, Bodies> || ...);

/// Events of the Scheduler and of functions in forks of init. They travel as bytes, so what
/// has invalid values says so by is_valid().
using RemoteEvent =
    std::variant<SchedulerReady, SegmentCreated, SegmentNameSent, SegmentUnlinked, SegmentDetached,
                 SlabEmptied, HeaderExpected, MergeStarted, TagSet, PipePaused, PipeResumed,
                 RecordRefused, HeaderRefused, JobWasAhead, RecordsOfJobs, Worked, QuantilesFound,
                 ReleaseStarted, RecordsReleased, NumbersDrawn, PipeWritten>;

/// What of them is wanted, each with what stands before it.
enum class Remote : std::uint32_t {
  nothing,
  figures,  ///< what has to be counted: a few events, however much there is to do
  steps,    ///< each step, down to every slab
  /// The same, and who has sent one waits for a go-ahead of init (os/go_ahead.h).
  steps_with_pauses,
};

/// The least at which an event is wanted.
template <typename Body>
inline constexpr Remote wanted_from =
    is_one_of<Body, SlabEmptied, TagSet, PipePaused, PipeResumed, NumbersDrawn, PipeWritten>
        ? Remote::steps
        : Remote::figures;

using Event =
    std::variant<JobStarted, JobResumed, PipeRead, StderrRead, PipeEnded, PipeUnwatched,
                 PipeWatched, JobExited, JobFailed, JobSucceeded, StartingStopped, JobSkipped,
                 JobCancelled, JobStopped, JobContinued, JobAwaited, UnstartedJobAwaited,
                 JobsLimited, SchedulerStarted, SchedulerReady, SegmentCreated, SegmentNameSent,
                 SegmentAttached, SegmentUnlinked, SegmentDetached, SlabHandedOver, SlabEmptied,
                 SlabsRanOut, SlabFreed, SchedulerExited, DealerStarted, BlockCut, InputEnded,
                 DealerExited, HeaderExpected, MergeStarted, TagSet, PipePaused, PipeResumed,
                 RecordRefused, HeaderRefused, JobWasAhead, RecordsCounted, RecordsOfJobs, Worked,
                 QuantilesFound, ReleaseRequested, ReleaseStarted, RecordsReleased,
                 ReleaseConfirmed, RunFailed, SchedulerFailed, IncompleteRecordsExceedLimit,
                 ProcessLeftBehind, RunEnding, RunEnded, ListRequested, NumbersDrawn, PipeWritten>;

enum class Role : std::uint32_t { init, scheduler, worker };

/// When something happened, and in which process. A cause is stamped before its effect can be.
struct Stamp {
  Time when;
  Role role = Role::init;
  std::uint32_t job = 0;  ///< which worker it is, if it is one
  pid_t pid = 0;
};

/// Takes events. Sinks are called by the process whose Log has them, between the other things that
/// it has to do, so a sink never waits.
class Sink {
 public:
  virtual ~Sink() = default;

  virtual void on(const Stamp& stamp, const Event& event) = 0;
  /// Which events of other processes than init it also takes.
  [[nodiscard]] virtual Remote wants_remote() const { return Remote::nothing; }
  /// Whether it takes QuantilesFound, which take the Scheduler some time to find.
  [[nodiscard]] virtual bool wants_quantiles() const { return false; }
  /// Whether it needs all that jobs write, even what a job that has failed has left in its pipe.
  [[nodiscard]] virtual bool wants_output() const { return false; }
  /// Whether it takes what jobs write to their stderr; else they have that of init.
  [[nodiscard]] virtual bool wants_stderr() const { return false; }
  /// Files that it has open for each job that runs.
  [[nodiscard]] virtual std::size_t descriptors_per_job() const { return 0; }
  /// When on_time() is to be called next, if at all.
  [[nodiscard]] virtual std::optional<Time> due() const { return std::nullopt; }
  virtual void on_time(Time /*now*/) {}
};

/// Gives the events of one process to its sinks, which must outlive it.
class Log {
 public:
  /// Without sinks.
  Log() = default;
  explicit Log(std::vector<Sink*> sinks, Role role = Role::init, std::uint32_t job = 0)
      : sinks_(std::move(sinks)), role_(role), job_(job), pid_(::getpid()) {}

  void emit(const Event& event) const {
    if (!sinks_.empty()) emit(event, Clock::now());
  }
  /// For what happened at `when`, before this call.
  void emit(const Event& event, Time when) const { forward({when, role_, job_, pid_}, event); }
  // What the sinks need of those who emit: see Sink.

  [[nodiscard]] Remote wants_remote() const {
    Remote most = Remote::nothing;
    for (const Sink* const sink : sinks_) most = std::max(most, sink->wants_remote());
    return most;
  }
  [[nodiscard]] bool wants_quantiles() const { return does_any(&Sink::wants_quantiles); }
  [[nodiscard]] bool wants_output() const { return does_any(&Sink::wants_output); }
  [[nodiscard]] bool wants_stderr() const { return does_any(&Sink::wants_stderr); }
  [[nodiscard]] std::size_t descriptors_per_job() const {
    std::size_t count = 0;
    for (const Sink* const sink : sinks_) count += sink->descriptors_per_job();
    return count;
  }

  /// Of an event of another process.
  void forward(const Stamp& stamp, const Event& event) const {
    for (Sink* const sink : sinks_) sink->on(stamp, event);
  }

 private:
  [[nodiscard]] bool does_any(bool (Sink::*wants)() const) const {
    return std::any_of(sinks_.begin(), sinks_.end(),
                       [wants](const Sink* sink) { return (sink->*wants)(); });
  }

  std::vector<Sink*> sinks_;
  Role role_ = Role::init;
  std::uint32_t job_ = 0;
  pid_t pid_ = 0;
};

/// For std::visit: one lambda an alternative.
template <typename... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <typename... Functions>  // clang 14, and so clang-tidy, does not find this by itself
Overloaded(Functions...)->Overloaded<Functions...>;

}  // namespace muster::event

#endif
