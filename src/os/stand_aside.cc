#include "os/stand_aside.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "os/error.h"
#include "os/signals.h"
#include "os/this_process.h"

namespace muster::os {
namespace {

constexpr std::array passed_on{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};

bool has_children() {
  siginfo_t info{};
  // __WALL: those of a thread that was cloned without a signal too.
  return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) == 0;
}

/// The end of the parent: that of the child.
[[noreturn]] void end_as(pid_t child, const sigset_t& waited_for) {
  for (;;) {
    siginfo_t info{};
    const int signal = ::sigwaitinfo(&waited_for, &info);
    if (signal > 0 && signal != SIGCHLD) (void)::kill(child, signal);
    int status = 0;
    if (::waitpid(child, &status, WNOHANG) != child) continue;
    if (WIFSIGNALED(status)) die_of_signal(WTERMSIG(status));
    ::_exit(WEXITSTATUS(status));
  }
}

}  // namespace

void stand_aside_for_child() {
  if (!has_children()) return;
  sigset_t waited_for;
  ::sigemptyset(&waited_for);
  ::sigaddset(&waited_for, SIGCHLD);
  for (const int number : passed_on)
    if (!is_ignored(number)) ::sigaddset(&waited_for, number);
  // Blocked before there is a child, so that none of them is missed.
  sigset_t before;
  if (::pthread_sigmask(SIG_BLOCK, &waited_for, &before) != 0) throw_errno("cannot block signals");
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) throw_errno("cannot fork");
  if (child > 0) {
    restore_default(SIGCHLD);  // whoever ignores it cannot wait for children
    end_as(child, waited_for);
  }
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) throw_errno("cannot ask for a signal");
  if (::getppid() != parent) ::_exit(125);  // it was killed before the line above took effect
  if (::pthread_sigmask(SIG_SETMASK, &before, nullptr) != 0) throw_errno("cannot restore signals");
}

}  // namespace muster::os
