#ifndef MUSTER_INIT_AWAITED_H
#define MUSTER_INIT_AWAITED_H

#include <chrono>
#include <cstdint>
#include <optional>
#include <unordered_set>

#include "os/events.h"
#include "worker/worker.h"

namespace muster::init {

/// The worker that the order waits for, and whether that has taken long enough to be mentioned:
/// once for each worker. The timer runs only while there is something left to mention.
class Awaited {
 public:
  using Clock = worker::Worker::Clock;
  static constexpr std::chrono::milliseconds patience{2000};

  /// Readable when it is time for is_overdue().
  [[nodiscard]] const os::Fd& timer() const { return timer_.fd(); }
  [[nodiscard]] std::optional<std::uint32_t> worker() const { return worker_; }
  /// The order waits for this worker now.
  void set(std::optional<std::uint32_t> worker);
  /// Whether it is time to mention it: it has been awaited for too long, and so has anything from
  /// it, if it ever gave a sign.
  [[nodiscard]] bool is_overdue(std::optional<Clock::time_point> last_sign);
  void set_mentioned() { mentioned_.insert(*worker_); }

 private:
  void watch(std::chrono::milliseconds delay);

  os::Timer timer_;
  bool is_watched_ = false;  // the timer runs
  std::optional<std::uint32_t> worker_;
  Clock::time_point since_;
  std::unordered_set<std::uint32_t> mentioned_;
};

}  // namespace muster::init

#endif
