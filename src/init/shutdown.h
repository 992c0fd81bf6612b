#ifndef MUSTER_INIT_SHUTDOWN_H
#define MUSTER_INIT_SHUTDOWN_H

#include <cstddef>
#include <optional>
#include <vector>

#include "event/event.h"
#include "init/processes.h"
#include "os/run_processes.h"
#include "plan/plan.h"

namespace muster::init {

/// Ends the processes of a run, step by step: asks them to, kills them at last, and leaves behind
/// those that cannot be killed.
class Shutdown {
 public:
  using Time = event::Time;

  /// All must outlive it; SIGKILL comes after `steps`.
  Shutdown(Processes& processes, const std::vector<plan::EndStep>& steps, const event::Log& log)
      : processes_(processes), steps_(steps), log_(log) {}

  /// All processes are to end. They are asked to now if `at_once`, else by ask_to_end().
  void begin(bool at_once);
  void ask_to_end();
  /// The user has asked for the end a second time: kills them now.
  void hasten();

  /// When on_time() is to be called.
  [[nodiscard]] std::optional<Time> due() const { return due_; }
  void on_time(Time now);

  /// Whether some cannot be ended. They have been named.
  [[nodiscard]] bool has_left_some_behind() const { return has_left_some_behind_; }
  /// Kills all and waits for their end, without the event loop.
  void end_without_events();

 private:
  void take_step();
  void kill_all();
  void leave_behind(const std::vector<os::ProcessName>& left);

  Processes& processes_;
  const std::vector<plan::EndStep>& steps_;
  const event::Log& log_;
  std::optional<Time> begun_;
  std::size_t steps_taken_ = 0;
  std::optional<Time> killing_since_;
  std::optional<Time> due_;
  bool has_left_some_behind_ = false;
};

}  // namespace muster::init

#endif
