#include "order/entry.h"

#include <algorithm>

namespace muster::order {
namespace {

/// The first block is small, for small runs; later ones are as large as a few huge pages.
constexpr std::size_t first_block_bytes = std::size_t{256} << 10U;
constexpr std::size_t block_bytes = std::size_t{16} << 20U;

}  // namespace

// What is kept of a record: its origin if that is wanted, its length, its bytes. The address is
// that of the length.
const char* RecordStore::add(std::string_view record, const Origin& origin) {
  const auto bytes = static_cast<std::uint32_t>(record.size());  // record::bytes_max is 2^30
  const std::size_t origin_bytes = with_origin_ ? sizeof origin : 0;
  const std::size_t needed = origin_bytes + sizeof bytes + record.size();
  char* address = needed <= left_ ? next_ : make_room(needed);
  next_ = address + needed;
  left_ -= needed;
  if (with_origin_) std::memcpy(address, &origin, sizeof origin);
  address += origin_bytes;
  std::memcpy(address, &bytes, sizeof bytes);
  std::memcpy(address + sizeof bytes, record.data(), record.size());
  return address;
}

char* RecordStore::make_room(std::size_t bytes) {
  const std::size_t usual = blocks_.empty() ? first_block_bytes : block_bytes;
  blocks_.push_back(os::Mapping::memory(std::max(usual, bytes)));
  left_ = blocks_.back().bytes();
  memory_bytes_ += left_;
  return blocks_.back().data();
}

}  // namespace muster::order
