// The tracer: PTRACE_SEIZE, so that stops of job control can be told from those of the tracer, and
// each system call of the roles that matter is a stop at its entry and one at its return.
//
// A process is killed at the entry of a call: SIGKILL takes effect there, and the call is not made.

#include "fault/matrix/tracer.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <utility>

#include "os/error.h"
#include "os/pipe.h"

namespace muster::matrix {
namespace {

using std::chrono::milliseconds;

/// How long what is held up, or stopped, stays so: longer than a whole run takes.
constexpr milliseconds pause{40};
/// What should have gone when init had ended may still do so meanwhile.
constexpr milliseconds grace{2000};

constexpr long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                         PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;

bool is_own_doing(int signal) {
  switch (signal) {
    case SIGSEGV:
    case SIGBUS:
    case SIGABRT:
    case SIGILL:
    case SIGFPE:
    case SIGSYS:
      return true;
    default:
      return false;
  }
}

bool is_job_control(int signal) {
  return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

/// Registers of a thread in a stop, by their place in the kernel's user area.
void set_register(pid_t thread, std::size_t offset, std::uint64_t value) {
  (void)::ptrace(PTRACE_POKEUSER, thread, offset, value);
}

}  // namespace

Tracer::Tracer(std::string program, const Fault& fault, bool wants_points, Observation& seen)
    : program_(std::move(program)), fault_(fault), wants_points_(wants_points), seen_(seen) {}

void Tracer::run(const std::function<void()>& exec, milliseconds patience) {
  const Time begin = Clock::now();
  deadline_ = begin + patience;
  sigset_t child;
  ::sigemptyset(&child);
  ::sigaddset(&child, SIGCHLD);
  ::sigprocmask(SIG_BLOCK, &child, nullptr);
  start(exec);
  for (;;) {
    int status = 0;
    const pid_t thread = ::waitpid(-1, &status, __WALL | WNOHANG);
    if (thread < 0 && errno == ECHILD) break;
    if (thread > 0) {
      on_stop(thread, status);
    } else {
      const auto wait = std::max(due() - Clock::now(), Clock::duration(0));
      const timespec time{wait / std::chrono::seconds(1),
                          (wait % std::chrono::seconds(1)) / std::chrono::nanoseconds(1)};
      (void)::sigtimedwait(&child, nullptr, &time);
    }
    on_time(Clock::now());
  }
  seen_.elapsed_ms = static_cast<std::uint32_t>((Clock::now() - begin) / milliseconds(1));
}

/// The program waits for the tracer before it is one.
void Tracer::start(const std::function<void()>& exec) {
  os::Pipe ready = os::make_pipe();
  root_ = ::fork();
  if (root_ < 0) os::throw_errno("cannot fork");
  if (root_ == 0) {
    ready.write_end.reset();
    char byte = 0;
    (void)::read(ready.read_end.get(), &byte, 1);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    exec();
    ::_exit(127);
  }
  if (::ptrace(PTRACE_SEIZE, root_, 0, options) != 0) os::throw_errno("cannot trace a process");
  Tracee& tracee = tracees_[root_];
  tracee.process = root_;
  tracee.role = Role::worker;  // until it calls exec
  tracee.is_known = true;
}

void Tracer::on_stop(pid_t thread, int status) {
  if (WIFEXITED(status) || WIFSIGNALED(status)) return on_end(thread, status);
  if (!WIFSTOPPED(status)) return;
  const int signal = WSTOPSIG(status);
  const int event = status >> 16;
  Tracee& tracee = tracees_[thread];
  if (!tracee.is_known) settle(thread);  // its parent's stop is still to come, or was killed
  if (event != 0) return on_event(thread, tracee, event, signal);
  if (signal == (SIGTRAP | 0x80)) return on_call(thread, tracee);
  const bool is_loaded = tracee.is_in_main || fault_.kind < FaultKind::surroundings;
  if (is_of_muster(tracee.role) && is_own_doing(signal) && is_loaded)
    seen_.crashes.push_back(std::string(name_of(tracee.role)) + ": signal " +
                            std::to_string(signal));
  resume(thread, tracee, signal);
}

void Tracer::on_event(pid_t thread, Tracee& tracee, int event, int signal) {
  switch (event) {
    case PTRACE_EVENT_STOP:
      if (is_job_control(signal)) {
        (void)::ptrace(PTRACE_LISTEN, thread, 0, 0);
        return;
      }
      break;
    case PTRACE_EVENT_FORK:
    case PTRACE_EVENT_VFORK:
    case PTRACE_EVENT_CLONE:
      on_started(thread, event);
      break;
    case PTRACE_EVENT_EXEC:
      tracee.role = role_after_exec(thread, program_);
      tracee.is_muster = is_of_muster(tracee.role);
      tracee.is_in_main = false;
      break;
    default:
      break;
  }
  resume(thread, tracee);
}

void Tracer::on_started(pid_t parent, int event) {
  unsigned long message = 0;
  (void)::ptrace(PTRACE_GETEVENTMSG, parent, 0, &message);
  const auto thread = static_cast<pid_t>(message);
  if (early_.erase(thread) == 0)  // else it is known already, and may have ended since
    settle(thread, tracees_[parent], /*is_thread=*/event == PTRACE_EVENT_CLONE);
}

/// Makes known what a thread is that has just been started.
void Tracer::settle(pid_t thread, const Tracee& from, bool is_thread) {
  Tracee& tracee = tracees_[thread];
  tracee.process = is_thread ? from.process : thread;
  tracee.role = is_thread ? role_of_thread(from.role) : from.is_muster ? Role::child : Role::worker;
  tracee.is_known = true;
  tracee.is_muster = from.is_muster;
  tracee.is_in_main = from.is_in_main;
}

void Tracer::settle(pid_t thread) {
  early_.insert(thread);
  const Kin kin = kin_of(thread);
  const bool is_thread = kin.process != thread;
  const auto from = tracees_.find(is_thread ? kin.process : kin.parent);
  if (from != tracees_.end() && from->second.is_known)
    return settle(thread, from->second, is_thread);
  Tracee orphan;  // whoever started it has been killed
  orphan.is_muster = is_of_muster(role_after_exec(thread, program_));
  settle(thread, orphan, /*is_thread=*/false);
}

void Tracer::on_call(pid_t thread, Tracee& tracee) {
  if (tracee.is_in_call) {
    tracee.is_in_call = false;
    return on_return(thread, tracee);
  }
  __ptrace_syscall_info info{};
  if (::ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info) < 0) return;  // it was killed
  if (info.op != PTRACE_SYSCALL_INFO_ENTRY) return resume(thread, tracee);  // of its parent's fork
  tracee.is_in_call = true;
  Arguments arguments{};
  std::copy(std::begin(info.entry.args), std::end(info.entry.args), arguments.begin());
  on_entry(thread, tracee, static_cast<int>(info.entry.nr), arguments);
}

void Tracer::on_entry(pid_t thread, Tracee& tracee, int call, const Arguments& arguments) {
  Point point;
  point.role = tracee.role;
  point.call = call;
  // What main does first is to see whether its standard streams are open.
  if (tracee.is_muster && point.call == SYS_fcntl && arguments[0] == 0 && arguments[1] == F_GETFD) {
    tracee.is_in_main = true;
    if (thread == root_ && fault_.kind >= FaultKind::surroundings) seen_.has_struck = true;
  }
  tracee.is_named = point.call == SYS_prctl && arguments[0] == PR_SET_NAME;
  point.number = ++counts_[{point.role, point.call}];
  point.is_in_main = tracee.is_in_main;
  const bool is_candidate = point.role == fault_.at.role && point.call == fault_.at.call;
  if (wants_points_ || is_candidate) {
    point.about = what_it_is_about(thread, point.call, arguments);
    point.can_be_short = bytes_asked_for(point.call, arguments) > whole_bytes(point);
  }
  if (wants_points_) seen_.points.push_back(point);
  if (is_candidate && strikes(point) && !strike(thread, tracee, arguments)) return;
  resume(thread, tracee);
}

bool Tracer::strikes(const Point& point) const {
  if (fault_.kind == FaultKind::none || point.about != fault_.at.about) return false;
  return point.number == fault_.at.number || (fault_.kind == FaultKind::fail_ever_after &&
                                              point.number > fault_.at.number && seen_.has_struck);
}

bool Tracer::strike(pid_t thread, Tracee& tracee, const Arguments& arguments) {
  seen_.has_struck = true;
  switch (fault_.kind) {
    case FaultKind::fail_once:
    case FaultKind::fail_ever_after:
      skip_call(thread);
      tracee.result = -fault_.error;
      return true;
    case FaultKind::interrupt:
      skip_call(thread);
      tracee.result = -EINTR;
      return true;
    case FaultKind::shorten:
      set_register(thread, offsetof(user_regs_struct, rdx), arguments[bytes_argument] / 2);
      return true;
    case FaultKind::delay:
      held_ = thread;
      strike_due_ = Clock::now() + pause;
      return false;
    case FaultKind::stop_and_kill:
      skip_call(thread);
      doomed_ = tracee.process;
      strike_due_ = Clock::now() + pause;
      (void)::syscall(SYS_tgkill, doomed_, thread, SIGSTOP);  // else another thread may take it
      return true;
    case FaultKind::kill_all:
      for (const Role role : {Role::init, Role::scheduler, Role::dealer}) kill_role(role);
      return true;
    case FaultKind::kill_two:
      kill_role(fault_.other);
      [[fallthrough]];
    case FaultKind::kill:
      (void)::kill(tracee.process, SIGKILL);
      return true;
    case FaultKind::none:
    case FaultKind::surroundings:
    case FaultKind::hostile_worker:
      break;
  }
  return true;
}

void Tracer::skip_call(pid_t thread) {
  set_register(thread, offsetof(user_regs_struct, orig_rax), static_cast<std::uint64_t>(-1));
}

/// Kills the first process in that role, if there is one.
void Tracer::kill_role(Role role) {
  for (const auto& [thread, tracee] : tracees_) {
    if (tracee.role != role || thread != tracee.process) continue;
    (void)::kill(thread, SIGKILL);
    return;
  }
}

void Tracer::on_return(pid_t thread, Tracee& tracee) {
  if (tracee.result)
    set_register(thread, offsetof(user_regs_struct, rax),
                 static_cast<std::uint64_t>(*tracee.result));
  tracee.result.reset();
  if (tracee.is_named) tracee.role = role_by_name(tracee.role, thread);
  resume(thread, tracee);
}

void Tracer::on_end(pid_t thread, int status) {
  const auto found = tracees_.find(thread);
  if (found == tracees_.end()) {  // seen once already, and its parent has not waited for it
    if (has_root_ended_ && !fault_.kills_init())
      seen_.left.push_back("a zombie, pid " + std::to_string(thread));
    return;
  }
  tracees_.erase(found);
  if (thread != root_) return;
  has_root_ended_ = true;
  seen_.wait_status = status;
  if (is_ending_all_ || (fault_.kills_init() && seen_.has_struck))
    return;  // others may take longer
  list_left("when init had ended");
  deadline_ = std::min(deadline_, Clock::now() + grace);
}

Tracer::Time Tracer::due() const {
  return std::min(deadline_, strike_due_);
}

void Tracer::on_time(Time now) {
  if (now >= strike_due_) {
    strike_due_ = Time::max();
    const auto held = tracees_.find(held_);
    if (held != tracees_.end()) resume(held_, held->second);
    if (doomed_ > 0) (void)::kill(doomed_, SIGKILL);
  }
  if (now < deadline_) return;
  if (!has_root_ended_ || (fault_.kills_init() && seen_.has_struck)) {
    seen_.has_hung = true;
    list_left("at the deadline");
  }
  end_all();
}

void Tracer::end_all() {
  is_ending_all_ = true;
  deadline_ = Clock::now() + grace;
  (void)::kill(-1, SIGKILL);  // all that this namespace has, but this process
}

void Tracer::list_left(const char* when) {
  for (const auto& [thread, tracee] : tracees_)
    if (thread == tracee.process)
      seen_.left.push_back(std::string(name_of(tracee.role)) + " (" + command_of(thread) + ") " +
                           when);
}

bool Tracer::is_watched(const Tracee& tracee) const {
  if (wants_points_ || tracee.is_in_call) return true;
  // Until it is known whether a crash is the loader's.
  if (fault_.kind >= FaultKind::surroundings) return tracee.is_muster && !tracee.is_in_main;
  const bool is_done = seen_.has_struck && fault_.kind != FaultKind::fail_ever_after;
  if (is_done || fault_.kind == FaultKind::none) return false;
  // A thread gets its role with its name.
  return tracee.role == fault_.at.role ||
         (fault_.at.role == Role::guardian && tracee.role == Role::scheduler_thread);
}

void Tracer::resume(pid_t thread, const Tracee& tracee, int signal) {
  // Fails if it has been killed meanwhile, and then its end comes next.
  (void)::ptrace(is_watched(tracee) ? PTRACE_SYSCALL : PTRACE_CONT, thread, 0, signal);
}

}  // namespace muster::matrix
