// What init and the Scheduler say to each other. Each direction is one variant: its alternatives
// are all that can be said, and the receiver decodes and checks a message before it looks at it
// (codec.h).
//
//   init                              Scheduler
//     the setup (setup.h)   ->
//                           <-        SegmentReady
//     Attached              ->                        (the Scheduler may unlink the segment)
//     SlabFilled            ->                        as often as needed; the slab is now the
//                           <-        SlabEmptied     Scheduler's, and now init's again
//                           <-        RecordRefused   the worker is to be counted as failed, for
//                           <-        HeaderRefused   this record or for its header
//                           <-        WorkerPaused    read no more of the worker for now, since it
//                           <-        WorkerResumed   is ahead; read it again
//                           <-        ReaderGone      none reads the output any more
//                           <-        OutputClosed    the same, found out by writing to it
//                           <-        Failed          the Scheduler cannot go on
//                           <-        MemoryExceeded  the same, for too many incomplete records
//     Release               ->                        every worker has ended
//                           <-        Delivered       everything is written
//     Leave                 ->                        at any time; the pipe's end without it
//                                                     means that init was killed

#ifndef MUSTER_PROTOCOL_PROTOCOL_H
#define MUSTER_PROTOCOL_PROTOCOL_H

#include <cstdint>
#include <limits>
#include <string_view>
#include <variant>

#include "event/text.h"

namespace muster::protocol {

/// The environment variable by which a run's processes can be told from all others. Its value is
/// the run's id, after those of the runs that it is inside of.
inline constexpr const char* run_id_variable = "MUSTER_RUN";

/// How the Scheduler is started: under this name, with these descriptors besides its stdout and
/// stderr, and with one argument: the temporary name of the output, or nothing.
inline constexpr const char* process_name = "muster-sched";
inline constexpr int control_descriptor = 0;
inline constexpr int reply_descriptor = 3;
inline constexpr int roster_descriptor = 4;
inline constexpr int events_descriptor = 5;  ///< if events are wanted (events.h)

// --- init to the Scheduler ----------------------------------------------------------------------

struct Attached {
  static constexpr std::string_view name = "Attached";
};
struct SlabFilled {
  static constexpr std::string_view name = "SlabFilled";
  std::uint32_t slab = 0;
};
struct Release {
  static constexpr std::string_view name = "Release";
};
struct Leave {
  static constexpr std::string_view name = "Leave";
};
using Request = std::variant<Attached, SlabFilled, Release, Leave>;

// --- the Scheduler to init ----------------------------------------------------------------------

struct SegmentReady {
  static constexpr std::string_view name = "SegmentReady";
  event::Text<96> segment_name;
};
struct SlabEmptied {
  static constexpr std::string_view name = "SlabEmptied";
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t slab = 0;
  std::uint32_t awaited = none;  ///< the worker that the order waits for now
  std::uint64_t records = 0;     ///< how many there have been so far, of all workers
};
struct RecordRefused {
  static constexpr std::string_view name = "RecordRefused";
  enum class Reason : std::uint32_t { too_long, out_of_order, torn };
  std::uint32_t worker = 0;
  std::uint32_t attempt = 0;  ///< how often the worker's records had been retracted before
  Reason reason = Reason::too_long;
  std::uint64_t record = 0;  ///< counted from 1
  std::uint64_t bytes = 0;   ///< how many there are of a torn one

  [[nodiscard]] bool is_valid() const { return reason <= Reason::torn; }
};
/// The header of `worker` is not that of `first`, which it should be.
struct HeaderRefused {
  static constexpr std::string_view name = "HeaderRefused";
  std::uint32_t worker = 0;
  std::uint32_t first = 0;
};
struct WorkerPaused {
  static constexpr std::string_view name = "WorkerPaused";
  std::uint32_t worker = 0;
};
struct WorkerResumed {
  static constexpr std::string_view name = "WorkerResumed";
  std::uint32_t worker = 0;
};
struct ReaderGone {
  static constexpr std::string_view name = "ReaderGone";
};
struct OutputClosed {
  static constexpr std::string_view name = "OutputClosed";
};
struct Failed {
  static constexpr std::string_view name = "Failed";
  event::Text<240> cause;
};
struct MemoryExceeded {
  static constexpr std::string_view name = "MemoryExceeded";
  std::uint64_t bytes_max = 0;  ///< that incomplete records may take
};
struct Delivered {
  static constexpr std::string_view name = "Delivered";
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
};
using Reply =
    std::variant<SegmentReady, SlabEmptied, RecordRefused, HeaderRefused, WorkerPaused,
                 WorkerResumed, ReaderGone, OutputClosed, Failed, MemoryExceeded, Delivered>;

}  // namespace muster::protocol

#endif
