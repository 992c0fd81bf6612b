#include "files/input.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "os/error.h"
#include "record/framing.h"

namespace muster::files {
namespace {

constexpr std::size_t block_bytes = std::size_t{128} << 10U;

}  // namespace

Input::Input(const std::string& path, record::Framing framing, const char* failure)
    : path_(path),
      framing_(framing),
      file_(path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                        : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)) {
  if (!file_) os::throw_errno(std::string(failure) + ": " + os::shown_name(path));
  (void)::posix_fadvise(file_.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
}

std::string_view Input::next() {
  // What has been cut to the front.
  std::copy(buffer_.data() + given_bytes_, buffer_.data() + filled_bytes_, buffer_.data());
  filled_bytes_ -= std::exchange(given_bytes_, 0);
  while (file_) {
    make_room();
    char* const room = buffer_.data() + filled_bytes_;
    const ssize_t bytes = ::read(file_.get(), room, buffer_.size() - filled_bytes_);
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) os::throw_errno("read failed: " + os::shown_name(path_));
    if (bytes == 0) {
      file_.reset();
      if (filled_bytes_ > 0) complete_last();
      break;
    }
    const std::size_t begun_bytes =
        std::exchange(filled_bytes_, filled_bytes_ + std::size_t(bytes));
    given_bytes_ = framing_.whole_bytes({buffer_.data(), filled_bytes_}, begun_bytes);
    if (given_bytes_ > 0) break;
    if (filled_bytes_ > record::bytes_max)
      throw std::runtime_error(os::shown_name(path_) + ": a record is longer than 1 GiB");
  }
  return {buffer_.data(), given_bytes_};
}

/// The file has ended, and its last record has not.
void Input::complete_last() {
  if (framing_.is_of_size())
    throw std::runtime_error(fmt::format("{}: ends in the middle of a record: {} bytes of {}",
                                         os::shown_name(path_), filled_bytes_, framing_.bytes()));
  buffer_[filled_bytes_++] = framing_.delimiter();
  given_bytes_ = filled_bytes_;
}

bool Input::would_wait() const {
  pollfd event{file_.get(), POLLIN, 0};
  return file_ && ::poll(&event, 1, 0) == 0;
}

/// For one byte at least, so that there is always room for a delimiter.
void Input::make_room() {
  if (filled_bytes_ < buffer_.size()) return;
  buffer_.resize(std::clamp(2 * buffer_.size(), block_bytes, record::bytes_max + 2));
}

}  // namespace muster::files
