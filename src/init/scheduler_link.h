#ifndef MUSTER_INIT_SCHEDULER_LINK_H
#define MUSTER_INIT_SCHEDULER_LINK_H

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "event/event.h"
#include "os/fd.h"
#include "os/mapping.h"
#include "protocol/protocol.h"
#include "protocol/setup.h"
#include "scheduler/roster.h"
#include "segment/segment.h"

namespace muster::init {

/// init's side of the Scheduler: its process, the two pipes, and the slabs that are init's at the
/// moment. A slab that was handed over is not touched until the Scheduler gives it back.
class SchedulerLink {
 public:
  /// Starts the Scheduler, its stdout on `output`, and sends the setup. `temporary_name` is that of
  /// the output, or empty; its events go into the pipe `events`, if there is one. Throws
  /// std::system_error if that fails.
  SchedulerLink(const protocol::Setup& setup, int output, const std::string& temporary_name,
                const os::Fd* events, const event::Log& log);

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// To tell the Scheduler's guardian of the workers; to be taken once.
  scheduler::RosterWriter take_roster() { return std::move(roster_); }
  /// Readable when the Scheduler has something to say.
  [[nodiscard]] const os::Fd& replies() const { return replies_; }
  /// What it says; nothing once its pipe is at its end: it has died. Throws channel::ProtocolError
  /// for what no Scheduler says.
  std::optional<protocol::Reply> receive();
  /// No more messages are wanted.
  void close_replies() { replies_.reset(); }

  /// Attaches the segment of that name; the Scheduler may unlink it. All slabs are ours now.
  void attach(const std::string& segment_name);

  /// Where the next bytes that a worker writes go; empty while the Scheduler has all slabs.
  [[nodiscard]] std::span<char> space() const;
  /// The first `bytes` of space() belong to `worker`.
  void add_data(std::uint32_t worker, std::size_t bytes);
  /// Says that `worker` has ended, is dropped or retracted, after all of its bytes.
  void add_mark(std::uint32_t worker, segment::PieceKind kind);
  /// Says what stands before each record of `worker`; before any of its data.
  void add_tag(std::uint32_t worker, std::string_view tag);
  /// Whether nothing would be gained by filling the slab further: the Scheduler has nothing to do.
  [[nodiscard]] bool is_scheduler_idle() const { return with_scheduler_ == 0; }
  /// Hands over the slab being filled, if anything is in it.
  void hand_over();
  /// Slab `index` has come back. Throws channel::ProtocolError if it had not been handed over.
  void take_back(std::uint32_t index);
  /// Whether everything that was added has been handed over.
  [[nodiscard]] bool is_all_handed_over() const {
    return notes_.empty() && (!filling_ || filling_->writer.is_empty());
  }

  /// Every worker has ended: the Scheduler may release what it holds. Detaches.
  void release();
  /// The Scheduler may end. Detaches, if that is still to be done.
  void leave();

 private:
  struct Filling {
    std::uint32_t index;
    segment::SlabWriter writer;
  };

  /// Of a worker, besides its data.
  struct Note {
    std::uint32_t worker;
    segment::PieceKind kind;
    std::string tag;  // if it is one
  };

  template <typename Body>
  void tell(const Body& body);
  void add(Note note);
  void take_free_slab();
  void detach();

  const event::Log& log_;
  segment::Geometry geometry_;
  pid_t pid_ = -1;
  os::Fd control_;
  os::Fd replies_;
  scheduler::RosterWriter roster_;
  os::Mapping segment_;
  std::vector<std::uint32_t> free_;  // slabs that are ours and empty
  std::optional<Filling> filling_;   // the slab that is ours and being filled
  std::vector<bool> is_handed_over_;
  std::size_t with_scheduler_ = 0;
  std::deque<Note> notes_;  // that wait for a slab
};

}  // namespace muster::init

#endif
