#include "dealer/cutter.h"

#include <algorithm>

namespace muster::dealer {

Cutter::Cutter(const plan::Dealing& dealing)
    : block_bytes_(dealing.block_bytes),
      record_bytes_(dealing.record_bytes),
      mark_(record_bytes_ > 0 ? "" : dealing.record_end + dealing.record_start),
      end_bytes_(record_bytes_ > 0 ? 0 : dealing.record_end.size()),
      header_left_(dealing.header) {}

std::optional<std::size_t> Cutter::header(std::string_view bytes, bool is_all) {
  while (header_left_ > 0) {
    const auto boundary = boundary_from(bytes, header_bytes_ + 1);
    if (!boundary) return is_all ? std::optional(bytes.size()) : std::nullopt;
    header_bytes_ = *boundary;
    --header_left_;
  }
  searched_ = 0;
  return header_bytes_;
}

std::optional<std::size_t> Cutter::block(std::string_view bytes, bool is_all) {
  if (is_all && bytes.size() <= block_bytes_) return bytes.size();
  if (!is_all && bytes.size() < bytes_needed()) return std::nullopt;
  auto boundary = searched_ == 0 ? block_with_tail(bytes.substr(0, block_bytes_)) : std::nullopt;
  if (!boundary) boundary = boundary_from(bytes, 1);
  if (boundary)
    searched_ = 0;
  else if (is_all)
    return bytes.size();
  return boundary;
}

std::optional<std::size_t> Cutter::block_with_tail(std::string_view tail) const {
  if (record_bytes_ > 0) {
    const std::size_t boundary = block_bytes_ / record_bytes_ * record_bytes_;
    return boundary > 0 ? std::optional(boundary) : std::nullopt;
  }
  const std::size_t found = tail.rfind(mark_);
  if (found == std::string_view::npos) return std::nullopt;
  const std::size_t boundary = block_bytes_ - tail.size() + found + end_bytes_;
  return boundary > 0 ? std::optional(boundary) : std::nullopt;
}

/// The first boundary that is not before `min`.
std::optional<std::size_t> Cutter::boundary_from(std::string_view bytes, std::size_t min) {
  if (record_bytes_ > 0) {
    const std::size_t boundary = (min + record_bytes_ - 1) / record_bytes_ * record_bytes_;
    return boundary <= bytes.size() ? std::optional(boundary) : std::nullopt;
  }
  searched_ = std::max(searched_, min > end_bytes_ ? min - end_bytes_ : 0);
  const std::size_t found = bytes.find(mark_, searched_);
  if (found != std::string_view::npos) return found + end_bytes_;
  if (bytes.size() >= mark_.size())
    searched_ = std::max(searched_, bytes.size() - mark_.size() + 1);
  return std::nullopt;
}

}  // namespace muster::dealer
