// Starting children and decoding how they ended.
//
// Programs are started by vfork and not by posix_spawn, because posix_spawn can neither set a
// parent-death signal nor check that the parent is still there when it is set; and not by fork,
// because copying the page tables of a large parent costs more than the rest of the start.
// Between vfork and exec the child runs on the parent's stack and memory: settle() therefore only
// makes system calls.

#include "os/child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

#include "os/descriptor_limit.h"
#include "os/error.h"
#include "os/signals.h"

namespace muster::os {
namespace {

/// All that a child does before it becomes what it is to be. Returns 0 or an errno.
int settle(const SpawnOptions& options, pid_t parent, int close_from) {
  if (options.has_own_group && ::setpgid(0, 0) != 0) return errno;
  if (::prctl(PR_SET_PDEATHSIG, options.parent_death_signal) != 0) return errno;
  if (::getppid() != parent) ::_exit(127);  // it died before the line above took effect
  for (std::size_t i = 0; i < options.descriptors.size(); ++i) {
    const int to = static_cast<int>(i);
    const int from = options.descriptors[i];
    // dup2 onto itself would leave close-on-exec set.
    const int result = from == to ? ::fcntl(from, F_SETFD, 0) : ::dup2(from, to);
    if (result < 0) return errno;
  }
  if (close_from >= 0 && ::close_range(static_cast<unsigned>(close_from), ~0U, 0) != 0)
    return errno;
  if (!restore_descriptor_limit()) return errno;
  // Ignored signals stay ignored through exec, and a worker that cannot die of SIGPIPE writes for
  // ever. Others stay as they were found: nohup's SIGHUP is meant for the workers too.
  for (const int number : {SIGPIPE, SIGXFSZ, SIGCHLD}) (void)::signal(number, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  if (::sigprocmask(SIG_SETMASK, &none, nullptr) != 0) return errno;
  return 0;
}

}  // namespace

// The child only makes system calls and ends in exec or _exit, as vfork(2) demands.
__attribute__((noinline)) Spawned start_program(const char* file, const char* const* argv,
                                                const char* const* environment,
                                                const SpawnOptions& options) {
  const AllSignalsBlocked blocked;
  const pid_t parent = ::getpid();
  volatile int error = 0;       // written by the child, in memory that both share
  const pid_t pid = ::vfork();  // NOLINT(clang-analyzer-security.insecureAPI.vfork)
  if (pid == 0) {
    error = settle(options, parent, -1);
    if (error == 0) {
      ::execvpe(file, const_cast<char* const*>(argv), const_cast<char* const*>(environment));
      error = errno;
    }
    ::_exit(127);
  }
  if (pid < 0) return {-1, errno};
  if (error == 0) return {pid, 0};
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  return {-1, error};
}

Spawned start_function(const std::function<int()>& function, const SpawnOptions& options) {
  const AllSignalsBlocked blocked;
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) return {-1, errno};
  if (pid > 0) {
    // Both sides set the group, so that it stands whichever runs first. EACCES cannot come: the
    // child does not exec.
    (void)::setpgid(pid, pid);
    return {pid, 0};
  }
  if (settle(options, parent, static_cast<int>(options.descriptors.size())) != 0) ::_exit(127);
  try {
    ::_exit(function());
  } catch (...) {  // the copy must never go on as if it were this process
    ::_exit(125);
  }
}

std::string ExitStatus::text() const {
  if (!by_signal) return "exited with status " + std::to_string(number);
  const char* name = ::sigdescr_np(number);
  return "killed by signal " + std::to_string(number) +
         (name != nullptr ? " (" + std::string(name) + ")" : "");
}

namespace {

std::chrono::microseconds duration_of(const timeval& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

ResourceUsage usage_of(const rusage& used) {
  return {duration_of(used.ru_utime), duration_of(used.ru_stime),
          static_cast<std::uint64_t>(used.ru_maxrss) << 10U};
}

}  // namespace

ResourceUsage usage_of_this_process() {
  rusage used{};
  (void)::getrusage(RUSAGE_SELF, &used);  // it cannot fail
  return usage_of(used);
}

Reap reap_any(ExitStatus& exit_status, ResourceUsage& usage) {
  for (;;) {
    int status = 0;
    rusage used{};
    const pid_t pid = ::wait4(-1, &status, WNOHANG | WUNTRACED | WCONTINUED, &used);
    if (pid == 0) return Reap::nothing_new;
    if (pid < 0 && errno == ECHILD) return Reap::no_children;
    if (pid < 0 && errno != EINTR) throw_errno("cannot wait for a child");
    if (pid < 0) continue;
    if (WIFSTOPPED(status)) {
      exit_status = {pid, true, WSTOPSIG(status)};
      return Reap::stopped;
    }
    if (WIFCONTINUED(status)) {
      exit_status = {pid, true, SIGCONT};
      return Reap::continued;
    }
    const bool by_signal = WIFSIGNALED(status);
    exit_status = {pid, by_signal, by_signal ? WTERMSIG(status) : WEXITSTATUS(status)};
    usage = usage_of(used);
    return Reap::ended;
  }
}

bool reap_all(std::chrono::steady_clock::time_point deadline) {
  constexpr std::chrono::milliseconds pause{1};
  for (;;) {
    const pid_t pid = ::waitpid(-1, nullptr, WNOHANG);
    if (pid < 0 && errno != EINTR) return errno == ECHILD;
    if (pid != 0) continue;
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(pause);
  }
}

void adopt_orphans() {
  if (::prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) throw_errno("cannot adopt orphans");
}

}  // namespace muster::os
