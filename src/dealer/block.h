#ifndef MUSTER_DEALER_BLOCK_H
#define MUSTER_DEALER_BLOCK_H

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <variant>

#include "os/fd.h"

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

/// A part of the input: in memory, or where it lies in a file.
class Block {
 public:
  explicit Block(Buffer buffer) : place_(std::move(buffer)) {}
  /// `file` must outlive it.
  Block(const os::Fd& file, std::uint64_t offset, std::size_t bytes)
      : place_(Extent{&file, offset, bytes}) {}

  [[nodiscard]] std::size_t size() const;
  /// Writes what comes after the first `written` bytes, or as much of it as the pipe takes at once.
  /// Returns how much, or -errno. Throws std::runtime_error if the file has become shorter.
  [[nodiscard]] ssize_t try_write_some(const os::Fd& pipe, std::size_t written) const;
  /// Its memory, if it has any.
  [[nodiscard]] Buffer* buffer() { return std::get_if<Buffer>(&place_); }

 private:
  struct Extent {
    const os::Fd* file = nullptr;
    std::uint64_t offset = 0;
    std::size_t bytes = 0;
  };

  static ssize_t try_write_some(const Extent& extent, const os::Fd& pipe, std::size_t written);

  std::variant<Buffer, Extent> place_;
};

}  // namespace muster::dealer

#endif
