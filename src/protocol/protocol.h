// What init and the Scheduler say to each other, and with which body. Each side checks what it
// receives; a kind that the sender never sends is a ProtocolError.
//
//   init                              Scheduler
//     Setup                 ->
//     key::Key            ->                        key_count times
//                           <-        SegmentReady
//     Attached              ->                        (the Scheduler unlinks the segment)
//     SlabFilled            ->                        as often as needed; the slab is now the
//                           <-        SlabEmptied     Scheduler's, and now init's again; an
//                                                       EmptiedSlab
//                           <-        RecordTooLong   the worker is to be counted as failed, for
//                           <-        RecordOutOfOrder  this record; all are a RefusedRecord
//                           <-        RecordTorn
//                           <-        HeaderDiffers   the same for its header; a DifferingHeader
//                           <-        WorkerHeld      read no more of the worker for now, since it
//                           <-        WorkerLetGo       is ahead; read it again; both a WorkerIndex
//                           <-        ReaderGone      nobody reads the output any more
//                           <-        OutputClosed    the same, found out by writing to it
//                           <-        Failed          the Scheduler cannot go on
//     Release               ->                        every worker has ended
//                           <-        Delivered       everything is written
//     Leave                 ->                        at any time; the pipe's end without it
//                                                     means that init was killed

#ifndef MUSTER_PROTOCOL_PROTOCOL_H
#define MUSTER_PROTOCOL_PROTOCOL_H

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "channel/channel.h"
#include "deliver/writer.h"
#include "order/order.h"
#include "record/framing.h"
#include "record/head.h"
#include "segment/layout.h"

namespace muster::protocol {

/// The environment variable by which a run's processes can be told from all others. Its value is
/// the run's id, after those of the runs that it is inside of.
inline constexpr const char* run_id_variable = "MUSTER_RUN";

/// How the Scheduler is started: under this name, with these descriptors besides its stdout and
/// stderr, and with these arguments: the temporary name of the output, or nothing, and the folders
/// to spill to.
inline constexpr const char* process_name = "muster-sched";
inline constexpr int control_descriptor = 0;
inline constexpr int reply_descriptor = 3;
inline constexpr int roster_descriptor = 4;

enum class Kind : std::uint32_t {
  setup = 1,
  attached,
  slab_filled,
  release,
  leave,
  key,
  segment_ready = 101,
  slab_emptied,
  record_too_long,
  record_out_of_order,
  record_torn,
  header_differs,
  worker_held,
  worker_let_go,
  reader_gone,
  output_closed,
  failed,
  delivered,
};

/// A short text in a message: cut if it is too long, always ended by a zero.
template <std::size_t size>
class Text {
 public:
  Text() = default;
  explicit Text(std::string_view text) {
    text = text.substr(0, size - 1);
    std::copy(text.begin(), text.end(), bytes_.begin());
  }
  /// Up to the first zero, or all of it if the sender left none.
  [[nodiscard]] std::string string() const {
    return {bytes_.begin(), std::find(bytes_.begin(), bytes_.end(), '\0')};
  }

 private:
  std::array<char, size> bytes_{};
};

struct Setup {
  std::uint64_t memory_bytes_max = 0;  ///< for records held by the Scheduler
  std::int64_t start_ns = 0;           ///< of the story
  std::int32_t init_pid = 0;
  std::uint32_t worker_count = 0;
  std::uint32_t threads = 1;
  segment::Geometry geometry;
  order::Policy policy = order::Policy::sorted;
  key::Separator separator;
  order::Ties ties = order::Ties::whole_record;
  bool ties_are_identical = false;
  key::RandomSeed seed{};
  std::uint64_t top = record::every;  ///< so many of the first records are printed
  std::uint64_t header = 0;           ///< so many of each worker's records are its header
  bool headers_may_differ = false;
  std::uint32_t key_count = 0;  ///< so many Key messages follow
  record::Framing framing;
  key::KeyKind value = key::KeyKind::bytes;  ///< the binary value that each record is, if so
  deliver::Format format = deliver::Format::records;
  bool partial = false;    ///< a worker's records count only once it has ended well
  bool is_tagged = false;  ///< each worker's tag comes before its data
  bool explain = false;
  Text<40> run_id;
};

struct Nothing {};
struct SegmentReady {
  Text<96> name;
};
struct SlabIndex {
  std::uint32_t slab = 0;
};
struct EmptiedSlab {
  static constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t slab = 0;
  std::uint32_t awaited = nobody;  ///< the worker that the order waits for now
};
struct WorkerIndex {
  std::uint32_t worker = 0;
};
/// Why is said by the kind of message.
struct RefusedRecord {
  std::uint32_t worker = 0;
  std::uint64_t record = 0;  ///< counted from 1
  std::uint64_t bytes = 0;   ///< how many there are of a torn one
};
/// The header of `worker` is not that of `first`, which it should be.
struct DifferingHeader {
  std::uint32_t worker = 0;
  std::uint32_t first = 0;
};
struct Failed {
  Text<240> cause;
};
struct Delivered {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
};

template <typename Body = Nothing>
channel::Message message(Kind kind, const Body& body = {}) {
  return {static_cast<std::uint32_t>(kind), body};
}

}  // namespace muster::protocol

#endif
