#ifndef MUSTER_RECORD_FRAMING_H
#define MUSTER_RECORD_FRAMING_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "record/count.h"

namespace muster::record {

/// The most bytes that one record may hold, its delimiter not counted.
inline constexpr std::size_t bytes_max = std::size_t{1} << 30;

/// How one record is told from the next: by the byte that ends it, or by its size.
class Framing {
 public:
  /// Records that end with `delimiter`, which is not a part of them.
  Framing(char delimiter) : delimiter_(delimiter) {}  // NOLINT: a delimiter says it all
  Framing() = default;
  /// Records of `bytes` each (1 to bytes_max), with nothing between them.
  static Framing of_size(std::uint32_t bytes) {
    Framing framing;
    framing.bytes_ = bytes;
    return framing;
  }

  [[nodiscard]] bool is_of_size() const { return bytes_ != 0; }
  /// Of each record; 0 if they end with a delimiter.
  [[nodiscard]] std::uint32_t bytes() const { return bytes_; }
  [[nodiscard]] char delimiter() const { return delimiter_; }
  /// What follows each record in a stream, and is not a part of it.
  [[nodiscard]] std::size_t delimiter_bytes() const { return is_of_size() ? 0 : 1; }

  /// The first record of `records`, which hold at least one. If they do not (another process has
  /// changed them), it ends with them.
  [[nodiscard]] std::string_view first(std::string_view records) const {
    if (is_of_size()) return records.substr(0, bytes_);
    return records.substr(0, std::min(records.find(delimiter_), records.size() - 1));
  }

  /// Whether first() of `records` was there whole, and its delimiter.
  [[nodiscard]] bool is_whole(std::string_view first, std::string_view records) const {
    return is_of_size() ? first.size() == bytes_ : records[first.size()] == delimiter_;
  }

  /// How many of the leading bytes are whole records, delimiters included. No record ends in the
  /// first `begun` of them, which need not be searched again.
  [[nodiscard]] std::size_t whole_bytes(std::string_view bytes, std::size_t begun = 0) const {
    if (is_of_size()) return bytes.size() - bytes.size() % bytes_;
    const void* const last = ::memrchr(bytes.data() + begun, delimiter_, bytes.size() - begun);
    if (last == nullptr) return 0;
    return static_cast<std::size_t>(static_cast<const char*>(last) - bytes.data()) + 1;
  }

  /// How many of `bytes` complete a record that began `begun` bytes before them, its delimiter
  /// included; none if it goes on after them.
  [[nodiscard]] std::optional<std::size_t> end_of(std::size_t begun, std::string_view bytes) const {
    const std::size_t end = is_of_size() ? bytes_ - begun : bytes.find(delimiter_);
    if (end > bytes.size()) return std::nullopt;
    return end + delimiter_bytes();
  }

  /// How many whole records `records` are.
  [[nodiscard]] std::size_t count(std::string_view records) const {
    if (is_of_size()) return records.size() / bytes_;
    return count_of(delimiter_, records);
  }

 private:
  std::uint32_t bytes_ = 0;
  char delimiter_ = '\n';
};

}  // namespace muster::record

#endif
