#ifndef MUSTER_PARALLEL_TASK_TEXT_H
#define MUSTER_PARALLEL_TASK_TEXT_H

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "parallel/sequencer.h"

namespace muster::parallel {

/// The text of one task, which one thread makes. It is held until the task is complete, or it has
/// become too large; then its thread waits for the task's turn, and writes.
class TaskText {
 public:
  /// At most `bytes_max` are held. The sequencer must outlive it.
  TaskText(Sequencer& sequencer, std::size_t task, std::size_t bytes_max)
      : sequencer_(sequencer), task_(task), bytes_max_(bytes_max), text_(sequencer.take_spare()) {}

  /// Where `bytes` can be put after the text. grow() then says how many have been.
  char* space(std::size_t bytes) {
    if (text_.used + bytes > text_.capacity) {
      if (text_.used + bytes > bytes_max_) flush();
      if (text_.used + bytes > text_.capacity) reserve(text_.used + bytes);
    }
    return text_.bytes.get() + text_.used;
  }
  void grow(std::size_t bytes) { text_.used += bytes; }

  void add(std::string_view bytes) {
    if (bytes.size() >= bytes_max_) {  // large enough to be written from where it is
      flush();
      if (is_our_turn()) sequencer_.write(bytes);
      return;
    }
    std::memcpy(space(bytes.size()), bytes.data(), bytes.size());
    grow(bytes.size());
  }

  /// The task is complete.
  void finish() {
    if (!entered_) return sequencer_.pass(task_, std::move(text_));
    flush();
    if (*entered_) sequencer_.leave();
  }

 private:
  void reserve(std::size_t bytes) {
    const std::size_t capacity = std::max(bytes, std::min(2 * text_.capacity, bytes_max_));
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    if (text_.used > 0) std::memcpy(larger.get(), text_.bytes.get(), text_.used);
    text_.bytes = std::move(larger);
    text_.capacity = capacity;
  }

  void flush() {
    if (text_.used > 0 && is_our_turn()) sequencer_.write({text_.bytes.get(), text_.used});
    text_.used = 0;
  }

  bool is_our_turn() {
    if (!entered_) entered_ = sequencer_.enter(task_);
    return *entered_;
  }

  Sequencer& sequencer_;
  std::size_t task_;
  std::size_t bytes_max_;
  Text text_;
  std::optional<bool> entered_;  // whether the sequencer let us in, once that was asked for
};

}  // namespace muster::parallel

#endif
