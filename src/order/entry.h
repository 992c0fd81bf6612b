#ifndef MUSTER_ORDER_ENTRY_H
#define MUSTER_ORDER_ENTRY_H

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include <hwy/base.h>

#include "os/mapping.h"

namespace muster::order {

/// Keeps the bytes of records, without their delimiters, at addresses that never change. The
/// memory is private and in large pages, and is returned all at once.
class RecordStore {
 public:
  /// Copies the record in; returns the address that record_at takes.
  const char* add(std::string_view record);

  /// The record that was stored at `address`.
  static std::string_view record_at(const char* address) {
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, address, sizeof bytes);
    return {address + sizeof bytes, bytes};
  }

  [[nodiscard]] std::size_t memory_bytes() const { return memory_bytes_; }

 private:
  char* make_room(std::size_t bytes);

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
