#ifndef MUSTER_OS_CHILD_H
#define MUSTER_OS_CHILD_H

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace muster::os {

/// How a child is set up: no signal blocked, SIGPIPE, SIGXFSZ and
/// SIGCHLD at their defaults, the parent's original limit on descriptors, and those of
/// `descriptors` in place. A function has no others open; a program has those that init itself was
/// given besides (a shell's <(…) works), since all that this project opens are close-on-exec.
struct SpawnOptions {
  /// descriptors[i] becomes descriptor i of the child. Each is i itself, or at least
  /// descriptors.size(), or one that is not wanted under its own number any more once its turn
  /// has come (they are put in place in ascending order).
  std::span<const int> descriptors;
  /// What the child is sent when the thread that starts it ends: SIGKILL, so that it cannot outlive
  /// a parent that was killed. The kernel drops this at a set-user-id exec.
  int parent_death_signal = SIGKILL;
  /// Else it is in the parent's process group, and in the foreground of the terminal if that is.
  bool has_own_group = true;
};

struct Spawned {
  pid_t pid = -1;
  int error = 0;  ///< errno of the failed fork or exec; then there is no child
};

/// Starts a program, searched for in PATH. Both arrays end with a null pointer. The memory of
/// the caller is not copied (vfork): 0.3 ms however large the caller is. An exec that fails comes
/// back as an errno, with the child reaped already.
Spawned start_program(const char* file, const char* const* argv, const char* const* environment,
                      const SpawnOptions& options);

/// Runs `function` in a forked copy of this process, with its result as the exit status (125 if
/// it throws).
Spawned start_function(const std::function<int()>& function, const SpawnOptions& options);

/// How a child ended: the one place where a wait status is decoded.
struct ExitStatus {
  pid_t pid = -1;
  bool by_signal = false;
  int number = 0;  ///< the exit status, or the signal

  [[nodiscard]] bool succeeded() const { return !by_signal && number == 0; }
  /// "exited with status 1" or "killed by signal 9 (Killed)".
  [[nodiscard]] std::string text() const;
};

/// What a child has used, with those of its own children that it has waited for.
struct ResourceUsage {
  std::chrono::microseconds user{0};
  std::chrono::microseconds system{0};
  std::uint64_t resident_bytes_max = 0;
};

enum class Reap {
  ended,      ///< a child has ended, and is reaped
  stopped,    ///< a child has been stopped; what ended it is what stopped it
  continued,  ///< a child that was stopped goes on
  nothing_new,
  no_children,
};

/// What this process has used so far.
ResourceUsage usage_of_this_process();

/// What has become of one child, if anything has; never waits. `usage` is set if it has ended.
Reap reap_any(ExitStatus& exit_status, ResourceUsage& usage);

/// Reaps every child there is, waiting for each no longer than until `deadline`. Returns whether
/// none is left.
bool reap_all(std::chrono::steady_clock::time_point deadline);

/// From now on orphaned descendants become children of this process rather than of PID 1.
void adopt_orphans();

}  // namespace muster::os

#endif
