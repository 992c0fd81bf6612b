#ifndef MUSTER_INIT_PROCESSES_H
#define MUSTER_INIT_PROCESSES_H

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "os/run_processes.h"
#include "scheduler/roster.h"

namespace muster::init {

/// Of a job; both from 0.
struct Attempt {
  std::uint32_t job = 0;
  std::uint32_t number = 0;
};

/// The processes of a run, as init sees them: the Scheduler, the workers that are not reaped yet,
/// and whatever these have started. Knows how they are made to end.
class Processes {
 public:
  /// `run_id` is in the environment of the workers and of what they start.
  explicit Processes(std::string run_id) : run_id_(std::move(run_id)) {}

  [[nodiscard]] const std::string& run_id() const { return run_id_; }

  /// `roster` is read by the Scheduler's guardian.
  void add_scheduler(pid_t pid, scheduler::RosterWriter roster);
  /// `pid` is this attempt of the job.
  void add_worker(pid_t pid, Attempt attempt);

  [[nodiscard]] bool is_scheduler(pid_t pid) const { return pid == scheduler_pid_; }
  void forget_scheduler() { is_scheduler_reaped_ = true; }
  /// If there is a Dealer: its pid, or -1 once it has been reaped.
  void set_dealer(pid_t pid) { dealer_pid_ = pid; }
  /// What `pid` is, unless it has been reaped or is no worker.
  [[nodiscard]] std::optional<Attempt> worker(pid_t pid) const;
  /// Signals the worker that `pid` is, unless it has been reaped, and its group.
  void signal(pid_t pid, int signal) const;
  /// `pid` has been reaped.
  void forget_worker(pid_t pid);

  /// Whether the Scheduler is init's only child.
  [[nodiscard]] bool is_scheduler_alone() const;

  /// Asks all of them to end by `signal`. The Scheduler ignores SIGTERM and the signals of a
  /// terminal: it leaves last.
  void ask_to_end(int signal) const;
  /// Signals the workers, each with its process group.
  void signal_workers(int signal) const;
  /// Kills all of them, the Scheduler included, and what they start meanwhile. Returns those that
  /// have not ended.
  [[nodiscard]] std::vector<os::ProcessName> kill_all() const;

 private:
  std::string run_id_;
  pid_t scheduler_pid_ = -1;
  bool is_scheduler_reaped_ = false;
  pid_t dealer_pid_ = -1;
  std::unordered_map<pid_t, Attempt> workers_;
  scheduler::RosterWriter roster_;
};

}  // namespace muster::init

#endif
