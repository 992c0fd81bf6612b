#ifndef MUSTER_MATRIX_TRACER_H
#define MUSTER_MATRIX_TRACER_H

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fault/matrix/call.h"
#include "fault/matrix/fault.h"
#include "fault/matrix/observation.h"

namespace muster::matrix {

/// Runs a program under ptrace, follows all that it starts, and does one fault to it.
///
/// Must be process 1 of a PID namespace, so that whatever is orphaned comes to it, and have one
/// thread. strace could do most of this, but takes 30 times as long, counts calls by process and
/// not by role, and does not tell what is left.
class Tracer {
 public:
  /// `program` is the path of muster. With `wants_points` every system call is listed.
  Tracer(std::string program, const Fault& fault, bool wants_points, Observation& seen);

  /// `exec` becomes the program, and must not return. Returns when no process is left, or none
  /// that the harness did not have to end.
  void run(const std::function<void()>& exec, std::chrono::milliseconds patience);

 private:
  using Clock = std::chrono::steady_clock;
  using Time = Clock::time_point;

  struct Tracee {
    pid_t process = -1;  // its thread group
    Role role = Role::init;
    bool is_known = false;  // what it is
    bool is_muster = false;
    bool is_in_main = false;
    bool is_in_call = false;
    bool is_named = false;               // by the call that it is in
    std::optional<std::int64_t> result;  // what the call that it is in is to return
  };

  void start(const std::function<void()>& exec);
  void on_stop(pid_t thread, int status);
  void on_event(pid_t thread, Tracee& tracee, int event, int signal);
  void on_started(pid_t parent, int event);
  void settle(pid_t thread);
  void settle(pid_t thread, const Tracee& from, bool is_thread);
  void on_call(pid_t thread, Tracee& tracee);
  void on_entry(pid_t thread, Tracee& tracee, int call, const Arguments& arguments);
  void on_return(pid_t thread, Tracee& tracee);
  void on_end(pid_t thread, int status);
  void on_time(Time now);
  [[nodiscard]] Time due() const;

  [[nodiscard]] bool strikes(const Point& point) const;
  /// Returns whether the thread is to go on now.
  bool strike(pid_t thread, Tracee& tracee, const Arguments& arguments);
  void skip_call(pid_t thread);
  void kill_role(Role role);
  void resume(pid_t thread, const Tracee& tracee, int signal = 0);
  [[nodiscard]] bool is_watched(const Tracee& tracee) const;
  void list_left(const char* when);
  void end_all();

  std::string program_;
  Fault fault_;
  bool wants_points_;
  Observation& seen_;

  std::map<pid_t, Tracee> tracees_;
  std::set<pid_t> early_;  // stopped before it was said that they are started
  std::map<std::pair<Role, int>, std::uint32_t> counts_;
  pid_t root_ = -1;
  bool has_root_ended_ = false;
  Time deadline_{};
  bool is_ending_all_ = false;
  pid_t held_ = -1;    // a thread that is held up …
  pid_t doomed_ = -1;  // … or a process that is stopped, until …
  Time strike_due_ = Time::max();
};

}  // namespace muster::matrix

#endif
