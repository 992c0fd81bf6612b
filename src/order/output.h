#ifndef MUSTER_ORDER_OUTPUT_H
#define MUSTER_ORDER_OUTPUT_H

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "order/entry.h"
#include "order/threads.h"
#include "order/value.h"
#include "record/framing.h"

namespace muster::order {

/// How ordered records are given out.
struct Shape {
  bool with_origins = false;  ///< each behind its Origin; only if the order needs them
  std::size_t bytes = std::size_t{1} << 20U;  ///< about so many at a time
};

/// Collects the text of one part of the order in one thread, and waits for the part's turn to give
/// it out.
class Output {
 public:
  struct Common {
    record::Framing framing;
    const std::optional<Value>& value;
    const Shape& shape;
    Turnstile& turnstile;
    const std::function<void(std::string_view)>& write;
  };

  Output(std::size_t part, const Common& common) : part_(part), common_(common) {}

  /// Puts out a record, which lies in front of its delimiter.
  void add(std::string_view record) {
    const std::size_t bytes = record.size() + common_.framing.delimiter_bytes();
    if (bytes >= common_.shape.bytes) {  // large enough to be written from where it is
      give_out();
      if (is_our_turn()) common_.write({record.data(), bytes});
      return;
    }
    char* const to = room(bytes);
    std::memcpy(to, record.data(), bytes);
    used_ += bytes;
  }

  /// The same behind its origin, in one piece.
  void add(std::string_view record, const Origin& origin) {
    const std::size_t bytes = record.size() + common_.framing.delimiter_bytes();
    char* const to = room(sizeof origin + bytes);
    std::memcpy(to, &origin, sizeof origin);
    std::memcpy(to + sizeof origin, record.data(), bytes);
    used_ += sizeof origin + bytes;
  }

  void add_word(std::uint64_t word) {
    char* const end = common_.value->format(word, room(Value::bytes_max + 1));
    *end = common_.framing.delimiter();
    used_ = static_cast<std::size_t>(end - buffer_.get()) + common_.framing.delimiter_bytes();
  }

  void add_words(std::span<const std::uint64_t> words) {
    constexpr std::size_t at_a_time = 256;
    while (!words.empty()) {
      const auto some = words.first(std::min(words.size(), at_a_time));
      char* const to = room(some.size() * (Value::bytes_max + 1));
      used_ += static_cast<std::size_t>(common_.value->format_all(some, to) - to);
      words = words.subspan(some.size());
    }
  }

  /// The part is complete.
  void finish() {
    give_out();
    if (is_our_turn()) common_.turnstile.leave(part_);
  }

 private:
  char* room(std::size_t bytes) {
    if (used_ + bytes > capacity_) {
      give_out();
      if (bytes > capacity_) {
        capacity_ = std::max(bytes, common_.shape.bytes);
        buffer_ = std::make_unique_for_overwrite<char[]>(capacity_);
      }
    }
    return buffer_.get() + used_;
  }

  void give_out() {
    if (used_ > 0 && is_our_turn()) common_.write({buffer_.get(), used_});
    used_ = 0;
  }

  bool is_our_turn() {
    if (!entered_) entered_ = common_.turnstile.enter(part_);
    return entered_;
  }

  std::size_t part_;
  const Common& common_;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t used_ = 0;
  bool entered_ = false;
};

}  // namespace muster::order

#endif
