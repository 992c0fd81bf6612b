#include "init/scheduler_link.h"

#include <unistd.h>

#include <array>
#include <utility>

#include "channel/channel.h"
#include "os/child.h"
#include "os/error.h"
#include "os/pipe.h"
#include "protocol/codec.h"

namespace muster::init {

SchedulerLink::SchedulerLink(const protocol::Setup& setup, int output,
                             const std::string& temporary_name, const os::Fd* events,
                             const event::Log& log)
    : log_(log), geometry_(setup.geometry) {
  os::Pipe control = os::make_pipe();
  os::Pipe reply = os::make_pipe();
  os::Pipe roster = os::make_pipe();
  static_assert(protocol::control_descriptor == 0 && protocol::reply_descriptor == 3 &&
                protocol::roster_descriptor == 4 && protocol::events_descriptor == 5);
  std::vector<int> descriptors{control.read_end.get(), output, STDERR_FILENO, reply.write_end.get(),
                               roster.read_end.get()};
  if (events != nullptr) descriptors.push_back(events->get());
  const std::array<const char*, 3> argv{protocol::process_name, temporary_name.c_str(), nullptr};
  // It must outlive init: if init is killed, it is the one that cleans up, and even if it has been
  // stopped.
  const os::SpawnOptions options{descriptors, /*parent_death_signal=*/SIGCONT};
  const event::Time start = event::Clock::now();
  const os::Spawned spawned = os::start_program("/proc/self/exe", argv.data(), environ, options);
  if (spawned.error != 0) os::throw_error(spawned.error, "cannot start the Scheduler");
  pid_ = spawned.pid;
  control_ = std::move(control.write_end);
  replies_ = std::move(reply.read_end);
  roster_ = scheduler::RosterWriter(std::move(roster));
  // Only the Scheduler has the other ends now: a write to a dead one fails instead of waiting.
  control.read_end.reset();
  reply.write_end.reset();
  log_.emit(event::SchedulerStarted{pid_}, start);
  protocol::send(control_, setup);
}

std::optional<protocol::Reply> SchedulerLink::receive() {
  const auto message = channel::receive(replies_);
  if (!message) return std::nullopt;
  return protocol::decode<protocol::Reply>(*message);
}

/// If nobody reads the pipe the Scheduler has died, which is noticed elsewhere.
template <typename Body>
void SchedulerLink::tell(const Body& body) {
  if (control_) (void)channel::send(control_.get(), protocol::encode<protocol::Request>(body));
}

void SchedulerLink::attach(const std::string& segment_name) {
  // Only these two kinds of name are ever sent; anything else is not to be opened. The Scheduler's
  // number in /proc is its pid only if /proc shows this PID namespace.
  const bool is_descriptor =
      segment_name.starts_with("/proc/") &&
      segment_name.find_first_not_of("0123456789/fd", 6) == std::string::npos;
  if (!segment_name.starts_with("/dev/shm/muster-") && !is_descriptor)
    throw channel::ProtocolError("the Scheduler sent an impossible segment name");
  segment_ = segment::attach(segment_name, geometry_);
  log_.emit(event::SegmentAttached{segment_.bytes()});
  for (std::uint32_t i = geometry_.slab_count; i > 0; --i) free_.push_back(i - 1);
  is_handed_over_.assign(geometry_.slab_count, false);
  tell(protocol::Attached{});
  take_free_slab();
}

std::span<char> SchedulerLink::space() const {
  return filling_ ? filling_->writer.space() : std::span<char>();
}

void SchedulerLink::add_data(std::uint32_t worker, std::size_t bytes) {
  filling_->writer.add_data(worker, static_cast<std::uint32_t>(bytes));
  if (filling_->writer.is_full()) hand_over();
}

void SchedulerLink::add_mark(std::uint32_t worker, segment::PieceKind kind) {
  add({worker, kind, {}});
}

void SchedulerLink::add_tag(std::uint32_t worker, std::string_view tag) {
  add({worker, segment::PieceKind::tag, std::string(tag)});
}

void SchedulerLink::add(Note note) {
  if (!filling_) {
    notes_.push_back(std::move(note));
    return;
  }
  if (note.kind == segment::PieceKind::tag)
    filling_->writer.add_tag(note.worker, note.tag);
  else
    filling_->writer.add_mark(note.worker, note.kind);
  if (filling_->writer.is_full()) hand_over();
}

void SchedulerLink::hand_over() {
  if (!filling_ || filling_->writer.is_empty()) return;
  filling_->writer.finish();
  log_.emit(event::SlabHandedOver{filling_->index, filling_->writer.used_bytes()});
  is_handed_over_[filling_->index] = true;
  ++with_scheduler_;
  tell(protocol::SlabFilled{filling_->index});
  filling_.reset();
  take_free_slab();
}

void SchedulerLink::take_back(std::uint32_t index) {
  if (index >= is_handed_over_.size() || !is_handed_over_[index])
    throw channel::ProtocolError("the Scheduler gave back a slab that it did not have");
  is_handed_over_[index] = false;
  --with_scheduler_;
  free_.push_back(index);
  if (!filling_) take_free_slab();
}

void SchedulerLink::take_free_slab() {
  if (free_.empty() || !segment_) return;
  const std::uint32_t index = free_.back();
  free_.pop_back();
  filling_.emplace(
      Filling{index, {segment::slab_at(segment_, geometry_, index), geometry_.slab_bytes}});
  while (filling_ && !notes_.empty()) {
    Note note = std::move(notes_.front());
    notes_.pop_front();
    add(std::move(note));
  }
}

void SchedulerLink::release() {
  tell(protocol::Release{});
  detach();
}

void SchedulerLink::leave() {
  tell(protocol::Leave{});
  control_.reset();
  detach();
}

void SchedulerLink::detach() {
  if (!segment_) return;
  filling_.reset();
  segment_ = {};
  log_.emit(event::SegmentDetached{});
}

}  // namespace muster::init
