#ifndef MUSTER_SCHEDULER_ORDER_CHECK_H
#define MUSTER_SCHEDULER_ORDER_CHECK_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "order/comparison.h"
#include "order/order.h"
#include "record/framing.h"

namespace muster::scheduler {

/// Whether each worker writes its records in order, as a merge takes for granted. Looks at them as
/// they come, before any of them can be released.
class OrderCheck {
 public:
  /// The first `header` records of each worker may be anything.
  OrderCheck(const order::Order& order, record::Framing framing, std::uint64_t header = 0)
      : comparison_(order), framing_(framing), header_(header) {}

  /// The next whole records of `worker`. Returns the number, counted from 1 over all that it wrote,
  /// of the first that should have come before the one in front of it.
  [[nodiscard]] std::optional<std::uint64_t> find_disorder(std::uint32_t worker,
                                                           std::string_view records);
  /// `worker` will give no more.
  void forget(std::uint32_t worker) { lasts_.erase(worker); }

 private:
  /// The last record that a worker has given so far.
  struct Last {
    std::uint64_t number = 0;
    key::Prefix prefix;
    std::string record;
  };

  order::Comparison comparison_;
  record::Framing framing_;
  std::uint64_t header_;
  std::unordered_map<std::uint32_t, Last> lasts_;
};

}  // namespace muster::scheduler

#endif
