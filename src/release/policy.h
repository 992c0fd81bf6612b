#ifndef MUSTER_RELEASE_POLICY_H
#define MUSTER_RELEASE_POLICY_H

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "deliver/writer.h"
#include "order/order.h"
#include "record/framing.h"
#include "release/throttled_backlog.h"
#include "spill/bounded_sorter.h"

namespace muster::release {

/// Decides which record is released next, and when. It takes what comes and writes what is due.
class Policy {
 public:
  virtual ~Policy() = default;

  /// Takes whole records of `worker`, each with its delimiter, in the order it wrote them, and
  /// returns how many they are. The bytes need not outlive the call.
  virtual std::size_t take(std::uint32_t worker, std::string_view records) = 0;
  /// `worker` will give no more.
  virtual void end(std::uint32_t worker) = 0;
  /// Every worker has ended: what is left is due, if the policy has waited for this.
  virtual void finish() {}
  /// The worker without whose next record, or end, nothing more can be released; none if that does
  /// not depend on a single worker.
  [[nodiscard]] virtual std::optional<std::uint32_t> awaited() const { return std::nullopt; }
  /// When on_time() is to be called, if nothing comes before; nothing if a policy does not go by
  /// the clock.
  [[nodiscard]] virtual std::optional<std::chrono::steady_clock::time_point> due() const {
    return std::nullopt;
  }
  virtual void on_time(std::chrono::steady_clock::time_point /*now*/) {}
};

/// A policy that holds no more than the limits allow. Workers that are ahead of an order that goes
/// by all of them are paused, by `on_pause`; what comes all the same is spilled, as is what exceeds
/// the limits in other orders. `writer` must outlive it. Emits event::QuantilesFound to the log of
/// the limits if that is wanted and there are some.
std::unique_ptr<Policy> make_policy(const order::Order& order, record::Framing framing,
                                    std::uint32_t worker_count,
                                    const spill::BoundedSorter::Limits& limits,
                                    const ThrottledBacklog::OnPause& on_pause,
                                    deliver::Writer& writer, bool wants_quantiles = false);

}  // namespace muster::release

#endif
