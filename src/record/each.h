#ifndef MUSTER_RECORD_EACH_H
#define MUSTER_RECORD_EACH_H

#include <cstddef>
#include <string_view>

#include "record/framing.h"

namespace muster::record {

/// Calls one(record) for each of the whole records in `records`, without its delimiter, and returns
/// how many they were. Comes to an end even if another process changes the bytes meanwhile.
template <typename One>
std::size_t for_each(std::string_view records, Framing framing, One&& one) {
  std::size_t count = 0;
  while (!records.empty()) {
    const std::string_view record = framing.first(records);
    one(record);
    records.remove_prefix(record.size() + framing.delimiter_bytes());
    ++count;
  }
  return count;
}

/// The same for records that have `before` bytes in front of each: calls one(front, record).
template <typename One>
void for_each_after(std::string_view records, std::size_t before, Framing framing, One&& one) {
  while (records.size() > before) {
    const char* const front = records.data();
    records.remove_prefix(before);
    const std::string_view record = framing.first(records);
    one(front, record);
    records.remove_prefix(record.size() + framing.delimiter_bytes());
  }
}

}  // namespace muster::record

#endif
