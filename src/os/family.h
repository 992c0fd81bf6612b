#ifndef MUSTER_OS_FAMILY_H
#define MUSTER_OS_FAMILY_H

#include <string>
#include <utility>
#include <vector>

#include "os/fd.h"

namespace muster::os {

/// The processes that belong to a run although nobody holds their pid: children of this process
/// (it adopts orphans), and processes whose environment has the variable `variable` with `mark`
/// in its value. Found in /proc; a process that cleared its environment and that is not our
/// child, or that changed its user, is out of reach.
class Family {
 public:
  /// `spared_pid` is left out, as is this process.
  Family(std::string variable, std::string mark, int spared_pid = -1)
      : variable_(std::move(variable)), mark_(std::move(mark)), spared_pid_(spared_pid) {}

  /// Sends `signal` to every member. Each is checked again after it was pinned by a pidfd, so a
  /// recycled pid is never hit.
  void signal_all(int signal) const;

  [[nodiscard]] bool has_members() const;

  /// SIGKILL to every member and to what they start meanwhile, until none is left. Waits for
  /// each to end, `wait_ms` at most in all; children must be reaped by the caller afterwards.
  void kill_all(int wait_ms) const;

 private:
  enum class Membership { no, yes, unclear };

  /// All members, pinned. Says in `is_unclear` whether there may be more.
  [[nodiscard]] std::vector<Fd> members(bool& is_unclear) const;
  [[nodiscard]] Membership membership_of(int pid) const;

  std::string variable_;
  std::string mark_;
  int spared_pid_;
};

/// Whether this process has children, ended or not, other than `pid`.
bool has_children_besides(int pid);

}  // namespace muster::os

#endif
