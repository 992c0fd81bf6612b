#ifndef MUSTER_OS_GO_AHEAD_H
#define MUSTER_OS_GO_AHEAD_H

#include <sys/types.h>

namespace muster::os {

/// What a process waits for at a point that it has announced, until another process gives it: a
/// signal, so that nothing of it is to be seen among the descriptors of either. Once the giver has
/// died nothing is waited for.
///
/// expect() is called by each process that waits, before it announces the point and before it
/// starts threads; await() after that.
class GoAhead {
 public:
  /// `giver` is the parent of those that wait. Those that are to be told of its death while they
  /// wait are sent SIGCONT then (SpawnOptions::parent_death_signal), or end.
  explicit GoAhead(pid_t giver) : giver_(giver) {}

  /// A go-ahead that is given from now on is not lost.
  static void expect();
  void await() const;

  /// Gives `to`, a child that has not been reaped, one go-ahead.
  static void give(pid_t to);

 private:
  pid_t giver_;
};

}  // namespace muster::os

#endif
