#include "release/policy.h"

#include <algorithm>

#include "release/arrival.h"
#include "release/by_worker.h"
#include "release/merged.h"
#include "release/round_robin.h"
#include "release/sorted.h"

namespace muster::release {

std::unique_ptr<Policy> make_policy(const order::Order& order, record::Framing framing,
                                    std::uint32_t worker_count,
                                    const spill::BoundedSorter::Limits& limits,
                                    const ThrottledBacklog::OnPause& on_pause,
                                    deliver::Writer& writer, bool wants_quantiles) {
  const auto waiting = [&] {
    return ThrottledBacklog(
        {framing, {limits.memory_bytes, limits.folders.front(), worker_count, limits.log}},
        worker_count, limits.memory_bytes / 2 / std::max(worker_count, 1U), on_pause, limits.log);
  };
  switch (order.release) {
    case order::ReleaseRule::sorted:
      return std::make_unique<Sorted>(order, framing, limits, writer, wants_quantiles);
    case order::ReleaseRule::arrival:
      return std::make_unique<Arrival>(framing, writer);
    case order::ReleaseRule::worker:
      return std::make_unique<ByWorker>(framing, limits, writer);
    case order::ReleaseRule::round_robin:
      return std::make_unique<RoundRobin>(framing, worker_count, waiting(), writer);
    case order::ReleaseRule::merged:
      return std::make_unique<Merged>(order, framing, worker_count, waiting(), writer);
  }
  return nullptr;  // Setup is checked before
}

}  // namespace muster::release
