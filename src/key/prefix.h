#ifndef MUSTER_KEY_PREFIX_H
#define MUSTER_KEY_PREFIX_H

#include <compare>
#include <cstdint>

namespace muster::key {

/// The beginning of an encoded key: 96 bits that never decrease along an order, and that often are
/// all of it.
struct Prefix {
  std::uint64_t high = 0;
  std::uint32_t low = 0;

  friend auto operator<=>(const Prefix&, const Prefix&) = default;

  /// The same in the reverse order.
  [[nodiscard]] Prefix flipped() const { return {~high, ~low}; }
};

}  // namespace muster::key

#endif
