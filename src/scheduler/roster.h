#ifndef MUSTER_SCHEDULER_ROSTER_H
#define MUSTER_SCHEDULER_ROSTER_H

#include <sys/types.h>

#include <set>
#include <utility>
#include <vector>

#include "os/fd.h"

namespace muster::scheduler {

/// The process groups in which the workers of a run started and in which somebody may still be, as
/// init tells the guardian: by them it finds processes that let nobody read their environment. A
/// group is one number in a pipe, below zero once nobody is left in it.

/// init's side.
class RosterWriter {
 public:
  RosterWriter() = default;
  explicit RosterWriter(os::Fd pipe);

  /// Never waits: what finds no room in the pipe is written with what comes next.
  void add(pid_t group) { write(group); }
  void remove(pid_t group) { write(-group); }

 private:
  void write(pid_t number);

  os::Fd pipe_;
  std::vector<pid_t> unwritten_;
};

/// The guardian's side.
class RosterReader {
 public:
  explicit RosterReader(os::Fd pipe);

  /// Readable when there is something to read(); none once init has closed its side.
  [[nodiscard]] const os::Fd& pipe() const { return pipe_; }
  void read();
  [[nodiscard]] const std::set<pid_t>& groups() const { return groups_; }

 private:
  os::Fd pipe_;
  std::set<pid_t> groups_;
};

}  // namespace muster::scheduler

#endif
