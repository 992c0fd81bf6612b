#ifndef MUSTER_ORDER_ORDER_H
#define MUSTER_ORDER_ORDER_H

#include <cstdint>
#include <optional>
#include <string_view>

namespace muster::order {

/// When a record may be released, and after which other.
enum class Policy : std::uint32_t {
  sorted,       ///< when all have been gathered, by the key
  arrival,      ///< as it comes: first come, first served
  worker,       ///< P1's records as they come, then P2's, …
  round_robin,  ///< the first of each worker in turn, then the second of each, …
};

/// What is compared.
enum class Key : std::uint32_t {
  bytes,    ///< the whole record, as unsigned bytes
  numeric,  ///< the number it begins with, as `sort -n` reads it; ties by the whole record
};

/// The order of a run. Plain data: it travels from init to the Scheduler in a message.
struct Order {
  Policy policy = Policy::sorted;
  Key key = Key::bytes;
  bool descending = false;

  /// Whether records are released while others are still to come.
  [[nodiscard]] bool streams() const { return policy != Policy::sorted; }
  [[nodiscard]] bool is_valid() const {
    return policy <= Policy::round_robin && key <= Key::numeric;
  }
};

}  // namespace muster::order

#endif
