#ifndef MUSTER_REPORT_PAUSES_H
#define MUSTER_REPORT_PAUSES_H

#include <sys/types.h>

#include <unordered_set>

#include "event/event.h"
#include "os/fd.h"
#include "os/signals.h"

namespace muster::report {

/// Stops a run at each of its steps until somebody presses Enter, so that its processes can be
/// looked at meanwhile. init stands still in wait(); every other process waits after each event
/// that it sends, until let_go_on(). The one exception to the rule that sinks never wait.
class Pauses {
 public:
  Pauses();

  /// Returns once a line has been read from stdin, whose end is the end of all pauses. So is a
  /// signal that ends init, which stays pending. Ctrl-Z stops this process meanwhile.
  void wait();
  /// Then wait() does not wait any more.
  [[nodiscard]] bool are_over() const { return are_over_; }

  /// To be called with each event: knows from those of init which processes there are, and lets the
  /// process that has sent an event go on.
  void let_go_on(const event::Stamp& stamp, const event::Event& event);

 private:
  [[nodiscard]] bool is_line_read();

  os::Fd input_;  // stdin again
  os::Signals endings_;
  os::Signals suspensions_;
  bool has_prompt_;
  bool are_over_ = false;
  std::unordered_set<pid_t> children_;  // that have not been reaped
};

}  // namespace muster::report

#endif
