#ifndef MUSTER_RECORD_HEAD_H
#define MUSTER_RECORD_HEAD_H

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "record/framing.h"

namespace muster::record {

/// As a number of records: all that there are.
inline constexpr std::uint64_t every = std::numeric_limits<std::uint64_t>::max();

/// The first records of a stream, up to a number of them.
class Head {
 public:
  explicit Head(std::uint64_t records) : left_(records) {}

  /// Those of the next whole `records` that belong to it; `before` bytes stand in front of each.
  /// Comes to an end even if another process changes the bytes meanwhile.
  [[nodiscard]] std::string_view take(std::string_view records, Framing framing,
                                      std::size_t before = 0) {
    if (left_ == every) return records;
    if (left_ == 0) return {};
    if (before == 0) {
      const std::size_t count = framing.count(records);
      if (count <= left_) {
        left_ -= count;
        return records;
      }
    }
    std::string_view rest = records;
    for (; left_ > 0 && rest.size() > before; --left_) {
      rest.remove_prefix(before);
      rest.remove_prefix(framing.first(rest).size() + framing.delimiter_bytes());
    }
    return records.substr(0, records.size() - rest.size());
  }

  /// Whether no other record belongs to it.
  [[nodiscard]] bool is_complete() const { return left_ == 0; }

 private:
  std::uint64_t left_;
};

}  // namespace muster::record

#endif
