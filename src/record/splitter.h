#ifndef MUSTER_RECORD_SPLITTER_H
#define MUSTER_RECORD_SPLITTER_H

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace muster::record {

/// The most bytes that one record may hold, its delimiter not counted.
inline constexpr std::size_t bytes_max = std::size_t{1} << 30;

/// Finds whole records in one worker's stream, however the pipe and the slabs have cut it. What
/// is given on lies in the caller's bytes wherever possible; only a record that was cut is put
/// together in a buffer of the Splitter's own.
class Splitter {
 public:
  explicit Splitter(char delimiter) : delimiter_(delimiter) {}

  /// Calls whole(bytes) for one or more whole records, each with its delimiter, in order. Returns
  /// false, and is of no more use, when a record is longer than bytes_max.
  template <typename Whole>
  [[nodiscard]] bool feed(std::string_view bytes, Whole&& whole) {
    if (!cut_.empty()) {
      const std::size_t first = bytes.find(delimiter_);
      if (!keep(bytes.substr(0, first))) return false;
      if (first == std::string_view::npos) return true;
      cut_ += delimiter_;
      whole(std::string_view(cut_));
      cut_.clear();
      bytes.remove_prefix(first + 1);
    }
    const void* last = ::memrchr(bytes.data(), delimiter_, bytes.size());
    if (last == nullptr) return keep(bytes);
    const auto whole_bytes =
        static_cast<std::size_t>(static_cast<const char*>(last) - bytes.data()) + 1;
    whole(bytes.substr(0, whole_bytes));
    return keep(bytes.substr(whole_bytes));
  }

  /// The memory taken by a record that has been cut.
  [[nodiscard]] std::size_t memory_bytes() const { return cut_.capacity(); }

  /// The stream has ended: a last record without a delimiter is given one.
  template <typename Whole>
  void end(Whole&& whole) {
    if (cut_.empty()) return;
    cut_ += delimiter_;
    whole(std::string_view(cut_));
    cut_.clear();
  }

 private:
  bool keep(std::string_view bytes) {
    if (bytes.size() > bytes_max - cut_.size()) return false;
    cut_ += bytes;
    return true;
  }

  char delimiter_;
  std::string cut_;  // the beginning of a record whose end has not come yet
};

}  // namespace muster::record

#endif
