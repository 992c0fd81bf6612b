#ifndef MUSTER_RELEASE_QUANTILES_H
#define MUSTER_RELEASE_QUANTILES_H

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "event/event.h"
#include "key/key.h"
#include "order/order.h"
#include "record/framing.h"

namespace muster::release {

/// Finds exact quantiles of the numbers that a sorted result is ordered by, as it passes.
class Quantiles {
 public:
  /// Whether the first key of `order` is a number, and all records are released, as they are.
  static bool exist(const order::Order& order);

  /// Of an order whose quantiles exist. `log` must outlive it.
  Quantiles(const order::Order& order, record::Framing framing, const event::Log& log)
      : key_(order.keys.front()), separator_(order.separator), framing_(framing), log_(log) {}

  /// So many records will pass.
  void expect(std::uint64_t records) { expected_ = records; }
  /// The next records, whole ones. Emits quantiles as they are found.
  void pass(std::string_view records);

 private:
  [[nodiscard]] std::uint64_t rank_of(std::uint32_t quantile) const {
    return quantile * (expected_ - 1) / (event::quantiles_count - 1);
  }
  void add(std::string_view record);

  key::Key key_;
  key::Separator separator_;
  record::Framing framing_;
  const event::Log& log_;
  std::uint64_t expected_ = 0;
  std::uint64_t passed_ = 0;
  std::uint32_t next_ = 0;  // of the quantiles
  event::QuantilesFound found_;
};

}  // namespace muster::release

#endif
