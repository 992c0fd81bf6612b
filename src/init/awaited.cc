#include "init/awaited.h"

#include <algorithm>

namespace muster::init {

using std::chrono::milliseconds;

void Awaited::set(std::optional<std::uint32_t> worker) {
  if (worker != worker_) since_ = Clock::now();
  worker_ = worker;
  if (worker_ && !is_watched_ && !mentioned_.contains(*worker_)) watch(patience);
}

// The timer is not set anew for each record that comes, but finds out here that some have come.
bool Awaited::is_overdue(std::optional<Clock::time_point> last_sign) {
  if (!timer_.acknowledge()) return false;
  is_watched_ = false;
  if (!worker_ || mentioned_.contains(*worker_)) return false;
  const auto deadline = std::max(since_, last_sign.value_or(since_)) + patience;
  const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
  if (left > milliseconds::zero()) watch(left);
  return left <= milliseconds::zero();
}

void Awaited::watch(milliseconds delay) {
  is_watched_ = true;
  timer_.set(delay);
}

}  // namespace muster::init
