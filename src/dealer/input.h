#ifndef MUSTER_DEALER_INPUT_H
#define MUSTER_DEALER_INPUT_H

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dealer/cutter.h"
#include "os/fd.h"
#include "plan/plan.h"

namespace muster::dealer {

/// Bytes in memory that is not touched before something is put there.
class Buffer {
 public:
  [[nodiscard]] std::string_view bytes() const { return {memory_.get(), bytes_}; }
  /// Space after them, so that there are at least `capacity` in all.
  std::span<char> space(std::size_t capacity);
  void append(std::string_view bytes);
  /// The first `count` bytes of its space have been filled.
  void grow(std::size_t count) { bytes_ += count; }
  void shrink_to(std::size_t bytes) { bytes_ = bytes; }

 private:
  std::unique_ptr<char[]> memory_;
  std::size_t capacity_ = 0;
  std::size_t bytes_ = 0;
};

/// The stream that is dealt out. It is read into the memory that its blocks then have, and read no
/// further than the next block needs.
class Input {
 public:
  Input(os::Fd fd, const plan::Dealing& dealing) : fd_(std::move(fd)), cutter_(dealing) {}

  [[nodiscard]] const os::Fd& fd() const { return fd_; }
  /// Reads what is there, and waits only if nothing is. Throws std::system_error.
  void read();
  /// The next block, if it is all there. An empty stream is one empty block.
  std::optional<Buffer> next();
  /// Whether there is no next block any more.
  [[nodiscard]] bool has_ended() const { return is_read_ && was_cut_ && rest_.bytes().empty(); }
  /// Once there has been a block: what comes before each.
  [[nodiscard]] std::string_view header() const { return header_; }
  /// Takes back the memory of a block that is not needed any more.
  void reuse(Buffer block);

 private:
  os::Fd fd_;
  Cutter cutter_;
  bool is_header_known_ = false;
  std::string header_;
  Buffer rest_;           // what has been read and not cut off
  bool is_read_ = false;  // to its end
  bool was_cut_ = false;  // there has been a block
  std::vector<Buffer> spare_;
};

}  // namespace muster::dealer

#endif
