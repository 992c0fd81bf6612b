#ifndef MUSTER_SORT_CHUNK_H
#define MUSTER_SORT_CHUNK_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "key/number.h"
#include "os/mapping.h"
#include "sort/entry.h"

namespace muster::sort {

/// Whole records as they came, one after the other, in private memory: what a run is made of.
class Chunk {
 public:
  /// Bytes after the text that may be read, whatever they are.
  static constexpr std::size_t slack_bytes = key::parse_bytes;

  /// No record begins after this offset, however long those before are.
  static constexpr std::uint32_t offset_max = (std::uint32_t{8} << 20U) - 1;

  Chunk() = default;
  /// Sequence numbers of its records start at `sequence`. Some of `memory` is kept as slack.
  Chunk(os::Mapping memory, std::uint64_t sequence)
      : memory_(std::move(memory)), sequence_(sequence) {}

  /// How many bytes more it can take. (One record can be larger, if the memory is.)
  [[nodiscard]] std::size_t room() const {
    const std::size_t bytes = memory_.bytes() - std::min(memory_.bytes(), slack_bytes);
    const std::size_t limit = std::min<std::size_t>(bytes, offset_max + 1);
    return limit - std::min(limit, used_);
  }
  [[nodiscard]] bool is_empty() const { return used_ == 0; }
  /// The records, each with its delimiter.
  [[nodiscard]] std::string_view text() const { return {memory_.data(), used_}; }
  /// Where the next record would be put.
  [[nodiscard]] char* end() const { return memory_.data() + used_; }

  /// `bytes` of whole records have been put at end(); they come from `source`.
  void add(std::size_t bytes, std::uint64_t source) {
    if (stretches_.empty() || stretches_.back().source != source) {
      is_in_order_of_origin_ =
          is_in_order_of_origin_ && (stretches_.empty() || stretches_.back().source < source);
      stretches_.push_back({static_cast<std::uint32_t>(used_), source});
    }
    used_ += bytes;
  }

  /// Where the record at `offset` in the text came from.
  [[nodiscard]] order::Origin origin(std::uint32_t offset) const {
    const auto after = std::upper_bound(
        stretches_.begin(), stretches_.end(), offset,
        [](std::uint32_t at, const Stretch& stretch) { return at < stretch.offset; });
    return {std::prev(after)->source, sequence_ + offset};
  }
  [[nodiscard]] bool is_of_one_source() const { return stretches_.size() == 1; }
  /// Whether records lie in it as they come in their sources, and the sources in their order.
  [[nodiscard]] bool is_in_order_of_origin() const { return is_in_order_of_origin_; }

  /// Gives the memory up: the records are not needed any more.
  os::Mapping take_memory() { return std::exchange(memory_, {}); }
  [[nodiscard]] std::size_t memory_bytes() const { return memory_ ? used_ : 0; }

 private:
  /// Records that came from one source without a break.
  struct Stretch {
    std::uint32_t offset;
    std::uint64_t source;
  };

  os::Mapping memory_;
  std::size_t used_ = 0;
  std::uint64_t sequence_ = 0;
  std::vector<Stretch> stretches_;
  bool is_in_order_of_origin_ = true;
};

}  // namespace muster::sort

#endif
