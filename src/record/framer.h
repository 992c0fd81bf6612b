#ifndef MUSTER_RECORD_FRAMER_H
#define MUSTER_RECORD_FRAMER_H

#include <cstddef>
#include <string>
#include <string_view>

#include "record/framing.h"

namespace muster::record {

/// Finds whole records in one worker's stream, however the pipe and the slabs have cut it. What
/// is given on lies in the caller's bytes wherever possible; only a record that was cut is put
/// together in a buffer of the Framer's own.
class Framer {
 public:
  explicit Framer(Framing framing) : framing_(framing) {}

  /// Calls whole(bytes) for one or more whole records, each with its delimiter, in order. Returns
  /// false, and is of no more use, when a record is longer than bytes_max.
  template <typename Whole>
  [[nodiscard]] bool feed(std::string_view bytes, Whole&& whole) {
    if (!cut_.empty()) {
      const auto end = framing_.end_of(cut_.size(), bytes);
      if (!end) return keep(bytes);
      if (!keep(bytes.substr(0, *end - framing_.delimiter_bytes()))) return false;
      give_cut(whole);
      bytes.remove_prefix(*end);
    }
    const std::size_t whole_bytes = framing_.whole_bytes(bytes);
    if (whole_bytes > 0) whole(bytes.substr(0, whole_bytes));
    return keep(bytes.substr(whole_bytes));
  }

  /// How many bytes of an incomplete record are held.
  [[nodiscard]] std::size_t incomplete_bytes() const { return cut_.size(); }

  /// The stream has ended: a last record without a delimiter is given one. Of one that is too short
  /// for its fixed size, returns how many bytes there are; else 0.
  template <typename Whole>
  [[nodiscard]] std::size_t end(Whole&& whole) {
    if (framing_.is_of_size()) return cut_.size();
    if (!cut_.empty()) give_cut(whole);
    return 0;
  }

 private:
  bool keep(std::string_view bytes) {
    if (bytes.size() > bytes_max - cut_.size()) return false;
    cut_ += bytes;
    return true;
  }

  /// The record that was cut is complete, but for its delimiter. Its memory is released with it: a
  /// stream whose records are all complete holds none, however long they were.
  template <typename Whole>
  void give_cut(Whole&& whole) {
    std::string record;
    record.swap(cut_);
    if (!framing_.is_of_size()) record += framing_.delimiter();
    whole(std::string_view(record));
  }

  Framing framing_;
  std::string cut_;  // the beginning of a record whose end has not come yet
};

}  // namespace muster::record

#endif
