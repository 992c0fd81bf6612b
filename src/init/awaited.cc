#include "init/awaited.h"

#include <algorithm>

namespace muster::init {

void Awaited::set(std::optional<std::uint32_t> worker) {
  if (worker != worker_) since_ = Clock::now();
  worker_ = worker;
  if (worker_ && !due_ && !mentioned_.contains(*worker_)) due_ = since_ + patience;
}

// The deadline is not moved for each record that comes, but finds out here that some have come.
bool Awaited::is_overdue(Clock::time_point now, std::optional<Clock::time_point> last_activity) {
  if (!due_ || now < *due_) return false;
  due_.reset();
  if (!worker_ || mentioned_.contains(*worker_)) return false;
  const auto deadline = std::max(since_, last_activity.value_or(since_)) + patience;
  if (now >= deadline) return true;
  due_ = deadline;
  return false;
}

}  // namespace muster::init
