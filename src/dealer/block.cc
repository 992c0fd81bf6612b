#include "dealer/block.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "os/io.h"

namespace muster::dealer {

std::span<char> Buffer::space(std::size_t capacity) {
  if (capacity > capacity_) {
    auto memory = std::make_unique_for_overwrite<char[]>(capacity);
    if (bytes_ > 0) std::memcpy(memory.get(), memory_.get(), bytes_);
    memory_ = std::move(memory);
    capacity_ = capacity;
  }
  return {memory_.get() + bytes_, capacity_ - bytes_};
}

void Buffer::append(std::string_view bytes) {
  if (bytes.empty()) return;
  std::memcpy(space(bytes_ + bytes.size()).data(), bytes.data(), bytes.size());
  grow(bytes.size());
}

std::size_t Block::size() const {
  if (const auto* const buffer = std::get_if<Buffer>(&place_)) return buffer->bytes().size();
  return std::get<Extent>(place_).bytes;
}

ssize_t Block::try_write_some(const os::Fd& pipe, std::size_t written) const {
  if (const auto* const buffer = std::get_if<Buffer>(&place_))
    return os::try_write_some(pipe.get(), buffer->bytes().substr(written));
  return try_write_some(std::get<Extent>(place_), pipe, written);
}

ssize_t Block::try_write_some(const Extent& extent, const os::Fd& pipe, std::size_t written) {
  const std::uint64_t offset = extent.offset + written;
  const std::size_t left = extent.bytes - written;
  ssize_t count = os::try_splice_some(*extent.file, offset, pipe.get(), left);
  if (count == -EINVAL) {  // a file system that cannot do that
    std::array<char, std::size_t{64} << 10U> copy;
    const std::size_t bytes =
        os::pread_full(*extent.file, std::span(copy).first(std::min(left, copy.size())), offset,
                       "cannot read standard input");
    count = bytes == 0 ? 0 : os::try_write_some(pipe.get(), {copy.data(), bytes});
  }
  if (count == 0) throw std::runtime_error("standard input has become shorter while it was read");
  return count;
}

}  // namespace muster::dealer
