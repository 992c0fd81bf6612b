#ifndef MUSTER_WORKER_WORKER_H
#define MUSTER_WORKER_WORKER_H

#include <cstdint>
#include <utility>

#include "os/fd.h"
#include "worker/task.h"

namespace muster::worker {

/// One child whose output is gathered, and the pipe that it writes to. Belongs to init.
class Worker {
 public:
  /// `index` counts from 0; people are shown index + 1.
  explicit Worker(std::uint32_t index) : index_(index) {}

  /// Of a function, besides the standard streams.
  static constexpr int events_descriptor = 3;

  /// What all workers of a run have in common.
  struct Surroundings {
    int pipe_bytes;  ///< the size of a pipe to ask for
    /// Whether their stderr is a pipe too; else it is init's.
    bool pipes_errors = false;
    /// What functions tell their events to, if anybody: a sink that writes to events_descriptor,
    /// which is `events_pipe` there.
    event::Sink* function_events = nullptr;
    int events_pipe = -1;
  };

  /// Starts the task with `input` for its stdin and a pipe for its stdout. Returns 0 or the errno
  /// of what failed; the worker is then of no more use.
  int start(const Task& task, const char* const* environment, const Surroundings& surroundings,
            const os::Fd& input);

  [[nodiscard]] std::uint32_t index() const { return index_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] const os::Fd& pipe() const { return pipe_; }
  /// That of its stderr, if it has one.
  [[nodiscard]] os::Fd take_errors_pipe() { return std::move(errors_pipe_); }
  /// Its pipe is not to be read any more: it is at its end, or given up.
  void close_pipe() { pipe_.reset(); }

 private:
  std::uint32_t index_;
  pid_t pid_ = -1;
  os::Fd pipe_;
  os::Fd errors_pipe_;
};

}  // namespace muster::worker

#endif
