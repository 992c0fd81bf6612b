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

}  // namespace muster::record

#endif
