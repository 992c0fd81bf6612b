#ifndef MUSTER_ORDER_ORIGIN_H
#define MUSTER_ORDER_ORIGIN_H

#include <compare>
#include <cstdint>

namespace muster::order {

/// Where a record came from: what decides between records that compare equal.
struct Origin {
  std::uint64_t source = 0;    ///< the worker, or the file
  std::uint64_t sequence = 0;  ///< rises along each source

  friend auto operator<=>(const Origin&, const Origin&) = default;
};

}  // namespace muster::order

#endif
