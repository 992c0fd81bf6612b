#ifndef MUSTER_INIT_AWAITED_H
#define MUSTER_INIT_AWAITED_H

#include <chrono>
#include <cstdint>
#include <optional>
#include <unordered_set>

#include "event/event.h"

namespace muster::init {

/// The worker that the order waits for, and whether that has taken long enough to be mentioned:
/// once for each worker.
class Awaited {
 public:
  using Clock = event::Clock;
  static constexpr std::chrono::milliseconds patience{2000};

  /// When it is time for is_overdue().
  [[nodiscard]] std::optional<Clock::time_point> due() const { return due_; }
  [[nodiscard]] std::optional<std::uint32_t> worker() const { return worker_; }
  /// The order waits for this worker now.
  void set(std::optional<std::uint32_t> worker);
  /// Whether it is time to mention it: it has been awaited for too long, and so has anything from
  /// it, if it ever gave a sign.
  [[nodiscard]] bool is_overdue(Clock::time_point now,
                                std::optional<Clock::time_point> last_activity);
  void set_mentioned() { mentioned_.insert(*worker_); }

 private:
  std::optional<Clock::time_point> due_;
  std::optional<std::uint32_t> worker_;
  Clock::time_point since_;
  std::unordered_set<std::uint32_t> mentioned_;
};

}  // namespace muster::init

#endif
