#ifndef MUSTER_ORDER_ENTRY_H
#define MUSTER_ORDER_ENTRY_H

#include <compare>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include <hwy/base.h>

#include "os/mapping.h"

namespace muster::order {

/// Where a record came from: what decides between records that an order takes for equal.
struct Origin {
  std::uint64_t source = 0;    ///< the worker, or the file
  std::uint64_t sequence = 0;  ///< rises along each source

  friend auto operator<=>(const Origin&, const Origin&) = default;
};

/// Keeps the bytes of records, without their delimiters, at addresses that never change. The
/// memory is private and in large pages, and is returned all at once.
class RecordStore {
 public:
  /// `with_origin`: whether origin_at will be asked for.
  explicit RecordStore(bool with_origin) : with_origin_(with_origin) {}

  /// Copies the record in; returns the address that record_at takes.
  const char* add(std::string_view record, const Origin& origin);

  /// The record that was stored at `address`.
  static std::string_view record_at(const char* address) {
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, address, sizeof bytes);
    return {address + sizeof bytes, bytes};
  }

  /// Where the record at `address` came from.
  static Origin origin_at(const char* address) {
    Origin origin;
    std::memcpy(&origin, address - sizeof origin, sizeof origin);
    return origin;
  }

  /// The memory that is used; what is only reserved costs nothing.
  [[nodiscard]] std::size_t memory_bytes() const { return memory_bytes_ - left_; }

 private:
  char* make_room(std::size_t bytes);

  bool with_origin_;

  std::vector<os::Mapping> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t memory_bytes_ = 0;
};

/// What is sorted in place of a record that has to be kept: two words that vqsort takes for one
/// number, the prefix on top.
using Entry = hwy::uint128_t;

inline Entry make_entry(std::uint64_t prefix, const char* address) {
  Entry entry;
  entry.lo = reinterpret_cast<std::uintptr_t>(address);
  entry.hi = prefix;
  return entry;
}

inline const char* address_of(const Entry& entry) {
  return reinterpret_cast<const char*>(static_cast<std::uintptr_t>(entry.lo));
}

}  // namespace muster::order

#endif
