#ifndef MUSTER_INIT_GATE_H
#define MUSTER_INIT_GATE_H

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "event/event.h"
#include "os/job_server.h"
#include "plan/plan.h"

namespace muster::init {

/// How many jobs may run at a time, as `path` says (jobs/max.h); nothing if it says nothing of the
/// kind.
std::optional<std::uint64_t> max_in(const std::string& path);

/// What has to be true of the machine before another job is started, as the plan says: its load,
/// its free memory, a token of make's jobserver, and the file that says how many may run.
class Gate {
 public:
  using Time = event::Time;
  /// When to look again after it was closed.
  static constexpr std::chrono::milliseconds patience{200};

  /// No more than `max` jobs are ever to run at a time.
  Gate(const plan::Jobs& rules, std::uint64_t max);

  /// How many may run at a time, of `max` (0: no limit).
  [[nodiscard]] std::uint64_t bounded(std::uint64_t max) const {
    return max == 0 ? max_ : std::min(max, max_);
  }
  /// How many may run at a time now, where a file says so.
  [[nodiscard]] std::optional<std::uint64_t> max() const;
  /// Whether another job may be started while `active` run.
  bool is_open(std::uint32_t active);
  /// So many run: tokens that are not needed are given back.
  void settle(std::uint32_t active);

  /// When is_memory_short() is to be asked, if at all.
  [[nodiscard]] std::optional<Time> due() const { return memory_due_; }
  /// Whether a job should be ended. Looks no more often than due() says.
  bool is_memory_short(Time now);

 private:
  const plan::Jobs& rules_;
  std::uint64_t max_;
  std::unique_ptr<os::JobServer> job_server_;
  std::optional<Time> memory_due_;
};

}  // namespace muster::init

#endif
