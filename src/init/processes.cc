#include "init/processes.h"

#include <csignal>

#include "os/family.h"
#include "scheduler/protocol.h"

namespace muster::init {
namespace {

/// How long to wait for processes that were killed before they are looked for again.
constexpr int kill_wait_ms = 500;

}  // namespace

std::optional<std::uint32_t> Processes::forget_worker(pid_t pid) {
  const auto found = index_of_.find(pid);
  if (found == index_of_.end()) return std::nullopt;
  const std::uint32_t index = found->second;
  index_of_.erase(found);
  return index;
}

bool Processes::is_scheduler_alone() const {
  return !is_scheduler_reaped_ && !os::has_children_besides(scheduler_pid_);
}

void Processes::ask_to_end() const {
  signal_workers(SIGTERM);
  const os::Family family(scheduler::mark_variable, mark_, scheduler_pid_);
  family.signal_all(SIGTERM);
  family.signal_all(SIGCONT);  // who is stopped cannot end
}

void Processes::kill_all() const {
  signal_workers(SIGKILL);
  if (scheduler_pid_ < 0) return;  // then there are no others either
  if (!is_scheduler_reaped_) (void)::kill(scheduler_pid_, SIGKILL);
  os::Family(scheduler::mark_variable, mark_, scheduler_pid_).kill_all(kill_wait_ms);
}

/// Each with its process group.
void Processes::signal_workers(int signal) const {
  for (const auto& [pid, index] : index_of_) (void)::kill(-pid, signal);
}

}  // namespace muster::init
