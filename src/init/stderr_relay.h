#ifndef MUSTER_INIT_STDERR_RELAY_H
#define MUSTER_INIT_STDERR_RELAY_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "event/event.h"
#include "os/fd.h"
#include "os/watch.h"

namespace muster::init {

/// Reads what workers write to their stderr, where that is a pipe, and emits it. The sinks write it
/// to init's stderr, so nothing is read while that takes nothing: then the workers wait, as they
/// would if it was theirs.
class StderrRelay {
 public:
  using Time = event::Time;

  /// Both must outlive it. Its pipes are watched in `events`, under `tag`.
  StderrRelay(os::Watch& events, std::uint64_t tag, const event::Log& log);

  /// The pipe of a job that has just started; it does not wait when it is read.
  void add(std::uint32_t job, os::Fd pipe);
  /// Some pipe is ready.
  void read();
  /// The job's process has ended: reads what is in its pipe, but does not wait for its end, since
  /// others may hold it.
  void drain(std::uint32_t job);
  /// The job is over.
  void remove(std::uint32_t job);

  /// When on_time() is to be called, if nothing comes before.
  [[nodiscard]] std::optional<Time> due() const { return retry_; }
  void on_time(Time now);

 private:
  std::size_t read(std::uint32_t job, const os::Fd& pipe);

  os::Watch& events_;
  std::uint64_t tag_;
  const event::Log& log_;
  os::Watch pipes_;
  std::unordered_map<std::uint32_t, os::Fd> pipe_of_;
  std::array<char, 4096> buffer_{};  // what a pipe that is writable takes at once
  std::optional<Time> retry_;        // when init's stderr has taken nothing
};

}  // namespace muster::init

#endif
