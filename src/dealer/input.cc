#include "dealer/input.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "os/io.h"

namespace muster::dealer {
namespace {

/// What is read at a time of a block whose size is not known.
constexpr std::size_t step_bytes = std::size_t{64} << 10U;
/// Memory that is kept for later blocks.
constexpr std::size_t spare_max = 4;

}  // namespace

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

void Input::read() {
  const std::size_t at_hand = rest_.bytes().size();
  const std::size_t needed = cutter_.bytes_needed();
  // A record that is larger than a block takes twice the memory each time it turns out larger.
  const std::size_t capacity =
      at_hand < needed ? std::min(needed, std::max(step_bytes, at_hand * 2)) : at_hand * 2;
  const auto bytes = os::read_some(fd_, rest_.space(std::max(capacity, at_hand + 1)),
                                   "cannot read standard input");
  if (!bytes) return;
  rest_.grow(*bytes);
  is_read_ = *bytes == 0;
}

std::optional<Buffer> Input::next() {
  if (has_ended()) return std::nullopt;
  if (!is_header_known_) {
    const auto bytes = cutter_.header(rest_.bytes(), is_read_);
    if (!bytes) return std::nullopt;
    is_header_known_ = true;
    header_ = rest_.bytes().substr(0, *bytes);
    Buffer rest;
    rest.append(rest_.bytes().substr(*bytes));
    rest_ = std::move(rest);
  }
  const auto bytes = cutter_.block(rest_.bytes(), is_read_);
  if (!bytes) return std::nullopt;
  was_cut_ = true;
  Buffer block = std::move(rest_);
  rest_ = Buffer();
  if (!spare_.empty()) {
    rest_ = std::move(spare_.back());
    spare_.pop_back();
  }
  rest_.append(block.bytes().substr(*bytes));
  block.shrink_to(*bytes);
  return block;
}

void Input::reuse(Buffer block) {
  block.shrink_to(0);
  if (spare_.size() < spare_max) spare_.push_back(std::move(block));
}

}  // namespace muster::dealer
