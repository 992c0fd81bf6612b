#include "os/go_ahead.h"

#include <unistd.h>

#include <csignal>

namespace muster::os {
namespace {

/// A real-time signal: each that is sent is received, even if another is pending.
int go_ahead_signal() {
  return SIGRTMIN;
}

sigset_t awaited_signals() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, go_ahead_signal());
  ::sigaddset(&set, SIGCONT);
  return set;
}

}  // namespace

void GoAhead::expect() {
  const sigset_t set = awaited_signals();
  (void)::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

void GoAhead::await() const {
  const sigset_t set = awaited_signals();
  // SIGCONT also comes when a shell puts a job into the foreground.
  while (::getppid() == giver_ && ::sigwaitinfo(&set, nullptr) != go_ahead_signal()) continue;
}

void GoAhead::give(pid_t to) {
  (void)::kill(to, go_ahead_signal());
}

}  // namespace muster::os
