#ifndef MUSTER_OS_SIGNALS_H
#define MUSTER_OS_SIGNALS_H

#include <signal.h>

#include <optional>
#include <span>
#include <string_view>

#include "os/fd.h"

namespace muster::os {

/// Receives signals as events. They are blocked in this thread (and in those it starts later)
/// from construction on; a signal that was ignored at that moment stays ignored, so that nohup
/// and a shell's background jobs keep their meaning.
class Signals {
 public:
  explicit Signals(std::span<const int> numbers);

  [[nodiscard]] const Fd& fd() const { return fd_; }
  /// The next signal that has come, if there is one.
  std::optional<int> next();

 private:
  Fd fd_;
};

/// All signals are blocked in this thread as long as this lives, and so in children that it starts
/// by then: a handler must not run in a child that shares the parent's memory (vfork).
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~AllSignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  AllSignalsBlocked(const AllSignalsBlocked&) = delete;
  AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

/// Stops this process until somebody continues it.
void stop_this_process();

/// Of a signal by its name, with or without SIG, or its number; nothing if there is none of these.
std::optional<int> signal_number(std::string_view text);

/// Whether `signal` is ignored in this process at the moment.
bool is_ignored(int signal);
void ignore(int signal);
void restore_default(int signal);

}  // namespace muster::os

#endif
