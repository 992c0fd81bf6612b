#ifndef MUSTER_INIT_SCHEDULER_LINK_H
#define MUSTER_INIT_SCHEDULER_LINK_H

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "channel/channel.h"
#include "explain/story.h"
#include "os/mapping.h"
#include "protocol/protocol.h"
#include "scheduler/roster.h"
#include "segment/segment.h"

namespace muster::init {

/// init's side of the Scheduler: its process, the two pipes, and the slabs that are init's at the
/// moment. A slab that was handed over is not touched until the Scheduler gives it back.
class SchedulerLink {
 public:
  /// Starts the Scheduler, its stdout on `output`, and sends the setup and the order's keys.
  /// `temporary_name` is the output's or empty, `temporary_folders` where the Scheduler may
  /// spill. Throws std::system_error if that fails.
  SchedulerLink(protocol::Setup setup, const std::vector<key::Key>& keys, int output,
                const std::string& temporary_name,
                const std::vector<std::string>& temporary_folders, const explain::Story& story);

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// To tell the Scheduler's guardian of the workers; to be taken once.
  scheduler::RosterWriter take_roster() { return std::move(roster_); }
  /// "Scheduler (pid 4712)".
  [[nodiscard]] std::string name() const;
  /// Readable when the Scheduler has something to say.
  [[nodiscard]] const os::Fd& replies() const { return replies_; }
  /// What it says; nothing once its pipe is at its end: it has died.
  std::optional<channel::Message> receive();
  /// Nothing more is to be heard.
  void close_replies() { replies_.reset(); }

  /// Attaches the segment of that name; the Scheduler may unlink it. All slabs are ours now.
  void attach(const std::string& segment_name);

  /// Where the next bytes that a worker writes go; empty while the Scheduler has all slabs.
  [[nodiscard]] std::span<char> space() const;
  /// The first `bytes` of space() belong to `worker`.
  void add_data(std::uint32_t worker, std::size_t bytes);
  /// Says that `worker` has ended or is dropped, behind all of its bytes.
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

  /// Every worker has ended: the Scheduler may release what it holds.
  void release() { tell(protocol::message(protocol::Kind::release)); }
  /// The Scheduler may end. Detaches.
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

  void tell(const channel::Message& message);
  void add(Note note);
  void take_free_slab();

  const explain::Story& story_;
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
