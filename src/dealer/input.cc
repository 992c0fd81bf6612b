#include "dealer/input.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "os/error.h"
#include "os/io.h"

namespace muster::dealer {
namespace {

constexpr const char* failure = "cannot read standard input";
/// What is read at a time of a block whose size is not known.
constexpr std::size_t step_bytes = std::size_t{64} << 10U;
/// What is read of a block in a file, to find the last record that ends in it.
constexpr std::size_t tail_bytes = std::size_t{64} << 10U;
/// Memory that is kept for later blocks.
constexpr std::size_t spare_max = 4;

bool is_regular(const os::Fd& fd) {
  struct stat status {};
  return ::fstat(fd.get(), &status) == 0 && S_ISREG(status.st_mode);
}

std::uint64_t move_offset(const os::Fd& file, off_t bytes) {
  const off_t offset = ::lseek(file.get(), bytes, SEEK_CUR);
  if (offset < 0) os::throw_errno(failure);
  return static_cast<std::uint64_t>(offset);
}

}  // namespace

Input::Input(os::Fd fd, const plan::Dealing& dealing)
    : fd_(std::move(fd)), is_file_(is_regular(fd_)), cutter_(dealing) {}

void Input::read() {
  if (find_in_file()) return;
  const std::size_t at_hand = rest_.bytes().size();
  const std::size_t needed = cutter_.bytes_needed();
  // A record that is larger than a block takes twice the memory each time it turns out larger.
  const std::size_t capacity =
      at_hand < needed ? std::min(needed, std::max(step_bytes, at_hand * 2)) : at_hand * 2;
  const auto bytes = os::read_some(fd_, rest_.space(std::max(capacity, at_hand + 1)), failure);
  if (!bytes) return;
  rest_.grow(*bytes);
  is_read_ = *bytes == 0;
}

/// The next block, if it lies whole in a file and its last bytes tell where it ends: then it is
/// never read. Its end, and what is not so simple, are read like a stream.
bool Input::find_in_file() {
  if (in_file_) return true;
  if (!is_file_ || !is_header_known_ || !rest_.bytes().empty()) return false;
  const std::size_t needed = cutter_.bytes_needed();
  const std::uint64_t begin = move_offset(fd_, 0);
  tail_.resize(std::min(needed, tail_bytes));
  if (os::pread_full(fd_, tail_, begin + needed - tail_.size(), failure) < tail_.size())
    return false;
  const auto bytes = cutter_.block_with_tail({tail_.data(), tail_.size()});
  if (!bytes) return false;
  in_file_.emplace(fd_, begin, *bytes);
  move_offset(fd_, static_cast<off_t>(*bytes));
  return true;
}

std::optional<Block> Input::next() {
  if (in_file_) {
    was_cut_ = true;
    return std::exchange(in_file_, std::nullopt);
  }
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
  Buffer block = std::exchange(rest_, Buffer());
  const std::string_view rest = block.bytes().substr(*bytes);
  if (is_file_ && !is_read_) {
    move_offset(fd_, -static_cast<off_t>(rest.size()));  // perhaps it need not be read
  } else {
    if (!spare_.empty()) {
      rest_ = std::move(spare_.back());
      spare_.pop_back();
    }
    rest_.append(rest);
  }
  block.shrink_to(*bytes);
  return Block(std::move(block));
}

void Input::reuse(Block block) {
  Buffer* const buffer = block.buffer();
  if (buffer == nullptr || is_file_ || spare_.size() == spare_max) return;
  buffer->shrink_to(0);
  spare_.push_back(std::move(*buffer));
}

}  // namespace muster::dealer
