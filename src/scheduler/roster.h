#ifndef MUSTER_SCHEDULER_ROSTER_H
#define MUSTER_SCHEDULER_ROSTER_H

#include <sys/types.h>

#include <set>

#include "os/fd.h"
#include "os/pipe.h"

namespace muster::scheduler {

/// The process groups in which the workers of a run started and that may still have members, as
/// init tells the guardian: by them it finds processes whose environment cannot be read. A
/// group is one number in a pipe, negative once it has no members. The guardian reads the pipe
/// only when init is dead, so it is not woken for each worker (0.06 ms a job); init empties the
/// pipe itself when it is full, and writes anew what still holds.

/// init's side.
class RosterWriter {
 public:
  RosterWriter() = default;
  /// Keeps both ends; the guardian has a copy of the read end.
  explicit RosterWriter(os::Pipe pipe);

  /// Never wait. Of more groups at a time than a pipe has room for (16,384), the last are left out.
  void add(pid_t group);
  void remove(pid_t group);

 private:
  [[nodiscard]] bool write(pid_t number) const;
  void rewrite();

  os::Pipe pipe_;
  std::set<pid_t> groups_;
};

/// For the guardian, once init is dead: all groups that init has written to `pipe`.
std::set<pid_t> read_roster(const os::Fd& pipe);

}  // namespace muster::scheduler

#endif
