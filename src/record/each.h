#ifndef MUSTER_RECORD_EACH_H
#define MUSTER_RECORD_EACH_H

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace muster::record {

/// Calls one(record) for each of the whole records in `records`, without its delimiter, and returns
/// how many they were. Comes to an end even if another process changes the bytes meanwhile.
template <typename One>
std::size_t for_each(std::string_view records, char delimiter, One&& one) {
  std::size_t count = 0;
  while (!records.empty()) {
    const std::size_t bytes = std::min(records.find(delimiter), records.size() - 1);
    one(records.substr(0, bytes));
    records.remove_prefix(bytes + 1);
    ++count;
  }
  return count;
}

}  // namespace muster::record

#endif
