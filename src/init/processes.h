#ifndef MUSTER_INIT_PROCESSES_H
#define MUSTER_INIT_PROCESSES_H

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace muster::init {

/// The processes of a run, as init sees them: the Scheduler, the workers that are not reaped yet,
/// and whatever these have started. Knows how they are made to end.
class Processes {
 public:
  /// `mark` is in the environment of all of them.
  explicit Processes(std::string mark) : mark_(std::move(mark)) {}

  [[nodiscard]] const std::string& mark() const { return mark_; }

  void add_scheduler(pid_t pid) { scheduler_pid_ = pid; }
  void add_worker(pid_t pid, std::uint32_t index) { index_of_.emplace(pid, index); }

  [[nodiscard]] bool is_scheduler(pid_t pid) const { return pid == scheduler_pid_; }
  void forget_scheduler() { is_scheduler_reaped_ = true; }
  /// `pid` has been reaped: the index of the worker that it was, or nothing if it was an orphan
  /// that init had adopted.
  std::optional<std::uint32_t> forget_worker(pid_t pid);

  /// Whether the Scheduler is init's only child.
  [[nodiscard]] bool is_scheduler_alone() const;

  /// Asks all but the Scheduler to end (SIGTERM).
  void ask_to_end() const;
  /// Kills all of them, and what they start meanwhile.
  void kill_all() const;

 private:
  void signal_workers(int signal) const;

  std::string mark_;
  pid_t scheduler_pid_ = -1;
  bool is_scheduler_reaped_ = false;
  std::unordered_map<pid_t, std::uint32_t> index_of_;
};

}  // namespace muster::init

#endif
