#ifndef MUSTER_SORT_OUTPUT_H
#define MUSTER_SORT_OUTPUT_H

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "parallel/sequencer.h"
#include "record/framing.h"
#include "sort/record_encoding.h"
#include "sort/sorter.h"

namespace muster::sort {

/// Collects the text of one partition in one thread, for the sequencer.
class Output {
 public:
  struct Common {
    record::Framing framing;
    const std::optional<RecordEncoding>& encoding;
    const OutputOptions& options;
    parallel::Sequencer& sequencer;
  };

  Output(std::size_t partition, const Common& common)
      : partition_(partition), common_(common), text_(common.sequencer.take_spare()) {}

  /// Adds a record, which is followed by its delimiter in memory.
  void add(std::string_view record) {
    const std::size_t bytes = record.size() + common_.framing.delimiter_bytes();
    if (bytes >= common_.options.bytes) {  // large enough to be written from where it is
      flush();
      if (is_our_turn()) common_.sequencer.write({record.data(), bytes});
      return;
    }
    char* const to = room(bytes);
    std::memcpy(to, record.data(), bytes);
    text_.used += bytes;
  }

  /// The same after its origin, in one piece.
  void add(std::string_view record, const order::Origin& origin) {
    const std::size_t bytes = record.size() + common_.framing.delimiter_bytes();
    char* const to = room(sizeof origin + bytes);
    std::memcpy(to, &origin, sizeof origin);
    std::memcpy(to + sizeof origin, record.data(), bytes);
    text_.used += sizeof origin + bytes;
  }

  void add_encoded(std::span<const std::uint64_t> records) {
    constexpr std::size_t at_a_time = 256;
    while (!records.empty()) {
      const auto some = records.first(std::min(records.size(), at_a_time));
      char* const to = room(some.size() * (RecordEncoding::bytes_max + 1));
      text_.used += static_cast<std::size_t>(common_.encoding->decode_all(some, to) - to);
      records = records.subspan(some.size());
    }
  }

  /// The partition is complete.
  void finish() {
    if (!entered_) return common_.sequencer.pass(partition_, std::move(text_));
    flush();
    if (*entered_) common_.sequencer.leave();
  }

 private:
  /// Where `bytes` can be appended to the text; what is there may have to be flushed.
  char* room(std::size_t bytes) {
    if (text_.used + bytes > text_.capacity) {
      if (text_.used + bytes > common_.options.bytes) flush();
      if (text_.used + bytes > text_.capacity) grow(text_.used + bytes);
    }
    return text_.bytes.get() + text_.used;
  }

  void grow(std::size_t bytes) {
    const std::size_t capacity =
        std::max(bytes, std::min(2 * text_.capacity, common_.options.bytes));
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    if (text_.used > 0) std::memcpy(larger.get(), text_.bytes.get(), text_.used);
    text_.bytes = std::move(larger);
    text_.capacity = capacity;
  }

  void flush() {
    if (text_.used > 0 && is_our_turn()) common_.sequencer.write({text_.bytes.get(), text_.used});
    text_.used = 0;
  }

  bool is_our_turn() {
    if (!entered_) entered_ = common_.sequencer.enter(partition_);
    return *entered_;
  }

  std::size_t partition_;
  const Common& common_;
  parallel::Text text_;
  std::optional<bool> entered_;  // whether the sequencer let us in, once that was asked for
};

}  // namespace muster::sort

#endif
