#ifndef MUSTER_OS_RUN_PROCESSES_H
#define MUSTER_OS_RUN_PROCESSES_H

#include <sys/types.h>

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "os/fd.h"
#include "os/process_status.h"

namespace muster::os {

/// The number of this process in /proc, which differs from getpid() where /proc shows another PID
/// namespace. 0 if /proc is not mounted or does not show this process: then nothing here works.
int number_in_proc();

/// A process in a message.
struct ProcessName {
  int number = 0;  ///< as /proc counts
  std::string command;
  bool is_refused = false;  ///< the kernel does not let this process signal it
};

/// Finds and ends processes that no pid at hand leads to, such as what a worker has left running.
///
/// They are found in /proc and pinned by their folder there, which is what is read and signalled.
/// So neither a number that was given away again nor a /proc that belongs to another PID namespace
/// can make a signal hit a stranger. Safe to use from any thread.
class RunProcesses {
 public:
  virtual ~RunProcesses() = default;

  /// Sends `signal` to each of them that lets it.
  void signal_all(int signal) const;

  /// SIGKILL to each of them and to what they start meanwhile, until none is left or, for
  /// `patience`, none has ended. Returns those that are left. Children that have ended are not
  /// among them; the caller has to reap them.
  [[nodiscard]] std::vector<ProcessName> kill_all(std::chrono::milliseconds patience) const;

 protected:
  RunProcesses() = default;
  RunProcesses(const RunProcesses&) = default;
  RunProcesses& operator=(const RunProcesses&) = default;

  /// A live process, with its number in /proc.
  struct Entry : ProcessStatus {
    int number = 0;
  };

  static std::vector<Entry> all_entries();

  /// Whether a process is one from which those that are meant descend. It is meant itself, unless
  /// it is this process.
  enum class Root {
    no,
    yes,
    unclear,  ///< cannot be known at the moment: to be asked again
  };

 private:
  struct Member {
    ProcessName name;
    Fd folder;
  };

  static bool read(const Fd& folder, Entry& entry);
  [[nodiscard]] virtual Root is_root(const Entry& entry) const = 0;

  [[nodiscard]] std::vector<Member> members(bool& is_unclear) const;
};

/// What this process has started or adopted, and what descends from it: nothing else can be its
/// descendant if it adopts orphans (adopt_orphans) and had no children before.
class Descendants final : public RunProcesses {
 public:
  /// Whether this process has more than one child, those that have ended and are not reaped
  /// included.
  [[nodiscard]] static bool are_several_children();

 private:
  [[nodiscard]] Root is_root(const Entry& entry) const override;

  int self_ = number_in_proc();
};

/// What another process, which has died, had started, and what descends from it: processes that
/// have `run_id` in the value of the environment variable `variable`, and, of those whose
/// environment this user may not read, the ones in the process groups `groups` of this session.
/// Out of reach are a process that has cleared its environment, and one that keeps it secret and
/// has left its group, once their parents have ended.
class MarkedProcesses final : public RunProcesses {
 public:
  MarkedProcesses(std::string variable, std::string run_id, std::set<pid_t> groups);

 private:
  [[nodiscard]] Root is_root(const Entry& entry) const override;

  std::string variable_;
  std::string run_id_;
  std::set<pid_t> groups_;
  pid_t session_;
};

}  // namespace muster::os

#endif
