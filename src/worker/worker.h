#ifndef MUSTER_WORKER_WORKER_H
#define MUSTER_WORKER_WORKER_H

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "os/fd.h"
#include "os/process.h"
#include "worker/task.h"

namespace muster::worker {

/// One child whose output is gathered, from its start until it has been reaped and its pipe has
/// come to its end. Belongs to init.
class Worker {
 public:
  using Clock = std::chrono::steady_clock;

  /// `index` counts from 0; people are shown index + 1.
  explicit Worker(std::uint32_t index) : index_(index) {}

  /// What all workers of a run have in common.
  struct Surroundings {
    os::Fd null_input;  ///< becomes their stdin
    int pipe_bytes;     ///< the size of a pipe to ask for
  };

  /// Starts the task with a pipe for its stdout and init's stderr. Returns 0 or the errno of what
  /// failed; the worker is then of no more use.
  int start(const Task& task, const char* const* environment, const Surroundings& surroundings);

  [[nodiscard]] std::uint32_t index() const { return index_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] const os::Fd& pipe() const { return pipe_; }
  /// Its pipe is not to be read any more: it is at its end, or given up.
  void close_pipe() { pipe_.reset(); }
  /// It has been reaped.
  void set_exit_status(const os::ExitStatus& status) {
    exit_status_ = status;
    last_activity = Clock::now();
  }
  [[nodiscard]] const std::optional<os::ExitStatus>& exit_status() const { return exit_status_; }
  /// Neither the process nor its pipe will give anything more.
  [[nodiscard]] bool is_over() const { return exit_status_ && !pipe_; }
  /// It has ended, but something that it left behind still holds its pipe.
  [[nodiscard]] bool is_lingering() const { return exit_status_ && pipe_; }

  /// When its pipe last gave something, or its end became known.
  Clock::time_point last_activity = Clock::now();

  /// Sends `signal` to the process and its group, as long as it has not been reaped.
  void signal(int signal) const;

 private:
  std::uint32_t index_;
  pid_t pid_ = -1;
  os::Fd pipe_;
  std::optional<os::ExitStatus> exit_status_;
};

/// What messages call a worker: "P3 (pid 4711, zcat b.gz)", without a pid if it has not started.
std::string name_of(std::uint32_t index, pid_t pid, const std::string& title);

}  // namespace muster::worker

#endif
