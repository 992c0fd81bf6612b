#ifndef MUSTER_OS_SIGNALS_H
#define MUSTER_OS_SIGNALS_H

#include <optional>
#include <span>

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

/// Whether `signal` is ignored in this process at the moment.
bool is_ignored(int signal);
void ignore(int signal);
void restore_default(int signal);

}  // namespace muster::os

#endif
