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
#include "sort/sorter.h"
#include "sort/value.h"

namespace muster::sort {

/// Collects the text of one part of the order in one thread, for the sequencer.
class Output {
 public:
  struct Common {
    record::Framing framing;
    const std::optional<Value>& value;
    const OutputOptions& options;
    parallel::Sequencer& sequencer;
  };

  Output(std::size_t part, const Common& common)
      : part_(part), common_(common), text_(common.sequencer.take_spare()) {}

  /// Puts out a record, which lies in front of its delimiter.
  void add(std::string_view record) {
    const std::size_t bytes = record.size() + common_.framing.delimiter_bytes();
    if (bytes >= common_.options.bytes) {  // large enough to be written from where it is
      give_out();
      if (is_our_turn()) common_.sequencer.write({record.data(), bytes});
      return;
    }
    char* const to = room(bytes);
    std::memcpy(to, record.data(), bytes);
    text_.used += bytes;
  }

  /// The same behind its origin, in one piece.
  void add(std::string_view record, const order::Origin& origin) {
    const std::size_t bytes = record.size() + common_.framing.delimiter_bytes();
    char* const to = room(sizeof origin + bytes);
    std::memcpy(to, &origin, sizeof origin);
    std::memcpy(to + sizeof origin, record.data(), bytes);
    text_.used += sizeof origin + bytes;
  }

  void add_words(std::span<const std::uint64_t> words) {
    constexpr std::size_t at_a_time = 256;
    while (!words.empty()) {
      const auto some = words.first(std::min(words.size(), at_a_time));
      char* const to = room(some.size() * (Value::bytes_max + 1));
      text_.used += static_cast<std::size_t>(common_.value->format_all(some, to) - to);
      words = words.subspan(some.size());
    }
  }

  /// The part is complete.
  void finish() {
    if (!entered_) return common_.sequencer.pass(part_, std::move(text_));
    give_out();
    if (*entered_) common_.sequencer.leave();
  }

 private:
  /// Where so many bytes can be put behind the text; there may have to be given out what is there.
  char* room(std::size_t bytes) {
    if (text_.used + bytes > text_.capacity) {
      if (text_.used + bytes > common_.options.bytes) give_out();
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

  void give_out() {
    if (text_.used > 0 && is_our_turn()) common_.sequencer.write({text_.bytes.get(), text_.used});
    text_.used = 0;
  }

  bool is_our_turn() {
    if (!entered_) entered_ = common_.sequencer.enter(part_);
    return *entered_;
  }

  std::size_t part_;
  const Common& common_;
  parallel::Text text_;
  std::optional<bool> entered_;  // whether the sequencer let us in, once that was asked for
};

}  // namespace muster::sort

#endif
