#include "init/processes.h"

#include <cerrno>
#include <chrono>
#include <csignal>

namespace muster::init {
namespace {

/// How long to wait for processes that were killed, while none of them ends.
constexpr std::chrono::milliseconds kill_patience{500};

}  // namespace

void Processes::add_scheduler(pid_t pid, scheduler::RosterWriter roster) {
  scheduler_pid_ = pid;
  roster_ = std::move(roster);
}

void Processes::add_worker(pid_t pid, Attempt attempt) {
  workers_.emplace(pid, attempt);
  roster_.add(pid);
}

std::optional<Attempt> Processes::worker(pid_t pid) const {
  const auto found = workers_.find(pid);
  return found == workers_.end() ? std::nullopt : std::optional(found->second);
}

void Processes::signal(pid_t pid, int signal) const {
  if (worker(pid)) (void)::kill(-pid, signal);
}

void Processes::forget_worker(pid_t pid) {
  workers_.erase(pid);
  // The number of a group is not used again while the group has members.
  if (::kill(-pid, 0) != 0 && errno == ESRCH) roster_.remove(pid);
}

bool Processes::is_scheduler_alone() const {
  return !is_scheduler_reaped_ && !os::Descendants::are_several_children();
}

void Processes::ask_to_end(int signal) const {
  signal_workers(signal);
  const os::Descendants descendants;
  descendants.signal_all(signal);
  descendants.signal_all(SIGCONT);  // a stopped process cannot end
}

std::vector<os::ProcessName> Processes::kill_all() const {
  signal_workers(SIGKILL);
  // By their pids, as the workers: they have to end even if there is no descriptor left to read
  // /proc with.
  if (scheduler_pid_ > 0 && !is_scheduler_reaped_) (void)::kill(scheduler_pid_, SIGKILL);
  if (dealer_pid_ > 0) (void)::kill(dealer_pid_, SIGKILL);
  return os::Descendants().kill_all(kill_patience);
}

void Processes::signal_workers(int signal) const {
  for (const auto& [pid, attempt] : workers_) (void)::kill(-pid, signal);
}

}  // namespace muster::init
