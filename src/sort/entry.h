#ifndef MUSTER_SORT_ENTRY_H
#define MUSTER_SORT_ENTRY_H

#include <cstdint>
#include <string_view>

#include <hwy/base.h>

#include "key/prefix.h"
#include "order/origin.h"

namespace muster::sort {

/// What is sorted in place of a record: its prefix and, below it, its slot, which is a number by
/// which a RecordStore finds it. Two words that vqsort takes for one number, so that entries whose
/// prefixes tie come out in the order of their slots.
using Entry = hwy::uint128_t;

inline Entry make_entry(const key::Prefix& prefix, std::uint32_t slot) {
  Entry entry;
  entry.lo = (std::uint64_t{prefix.low} << 32U) | slot;
  entry.hi = prefix.high;
  return entry;
}
inline key::Prefix prefix_of(const Entry& entry) {
  return {entry.hi, static_cast<std::uint32_t>(entry.lo >> 32U)};
}
inline std::uint32_t slot_of(const Entry& entry) {
  return static_cast<std::uint32_t>(entry.lo);
}

/// Finds what the entries of one collection stand for.
class RecordStore {
 public:
  virtual ~RecordStore() = default;
  /// The record in `slot`. One that is not kept as bytes is written into `spare`, a buffer of
  /// RecordEncoding::bytes_max.
  [[nodiscard]] virtual std::string_view record(std::uint32_t slot, char* spare) const = 0;
  [[nodiscard]] virtual order::Origin origin(std::uint32_t slot) const = 0;
  /// Fetches the record from memory, because it is needed soon.
  virtual void prefetch(std::uint32_t slot) const = 0;
  /// Whether slots rise with origins.
  [[nodiscard]] virtual bool are_in_order_of_origin() const = 0;
};

}  // namespace muster::sort

#endif
