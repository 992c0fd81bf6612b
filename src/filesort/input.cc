#include "filesort/input.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "filesort/bad_input.h"
#include "os/error.h"
#include "os/io.h"
#include "os/quoting.h"
#include "record/framing.h"

namespace muster::filesort {
namespace {

constexpr std::size_t block_bytes = std::size_t{128} << 10U;
/// No more is read at a time, so that little has to be moved after a large record.
constexpr std::size_t read_bytes_max = Input::large_record_bytes / 2;

}  // namespace

Input::Input(const std::string& path, record::Framing framing, const char* failure)
    : path_(path),
      read_failure_("read failed: " + os::quoted_name(path)),
      framing_(framing),
      file_(path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                        : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)) {
  if (!file_) os::throw_errno(std::string(failure) + ": " + os::quoted_name(path));
  (void)::posix_fadvise(file_.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
}

std::string_view Input::next() {
  forget_given();
  // After a large record there may be whole ones already.
  std::size_t searched_bytes = 0;
  while (!find_end(searched_bytes) && file_) {
    if (filled_bytes_ > record::bytes_max) throw BadInput(LongRecord{path_});
    searched_bytes = filled_bytes_;
    read_more();
  }
  return {buffer_.data(), given_bytes_};
}

/// Looks for the end of what can be given, in what was read from `from` on.
bool Input::find_end(std::size_t from) {
  if (from == filled_bytes_) return false;
  const std::string_view bytes(buffer_.data(), filled_bytes_);
  // A large record comes alone.
  if (from >= large_record_bytes)
    given_bytes_ = framing_.end_of(from, bytes.substr(from)).value_or(0);
  else
    given_bytes_ = framing_.whole_bytes(bytes, from);
  if (given_bytes_ > 0 && from >= large_record_bytes) given_bytes_ += from;
  return given_bytes_ > 0;
}

/// Reads what there is; at the end of the file, supplies the delimiter of the last record.
void Input::read_more() {
  make_room();
  char* const room = buffer_.data() + filled_bytes_;
  const std::size_t bytes =
      os::read_next(file_, {room, std::min(buffer_.bytes() - filled_bytes_, read_bytes_max)},
                    read_failure_.c_str());
  filled_bytes_ += bytes;
  if (bytes > 0) return;
  file_.reset();
  if (filled_bytes_ == 0) return;
  if (framing_.is_of_size()) throw BadInput(TornRecord{path_, filled_bytes_, framing_.bytes()});
  buffer_.data()[filled_bytes_++] = framing_.delimiter();
}

os::Mapping Input::take_memory() {
  os::Mapping taken = std::exchange(buffer_, os::Mapping::memory(large_record_bytes));
  filled_bytes_ -= given_bytes_;
  std::memcpy(buffer_.data(), taken.data() + std::exchange(given_bytes_, 0), filled_bytes_);
  return taken;
}

/// What has been cut comes to the front.
void Input::forget_given() {
  if (given_bytes_ == 0) return;
  filled_bytes_ -= given_bytes_;
  std::memmove(buffer_.data(), buffer_.data() + std::exchange(given_bytes_, 0), filled_bytes_);
}

bool Input::would_wait() const {
  return file_ && !os::has_something(file_);
}

/// For one byte at least, so that there is always room for a delimiter.
void Input::make_room() {
  if (filled_bytes_ < buffer_.bytes()) return;
  if (!buffer_)
    buffer_ = os::Mapping::memory(block_bytes);
  else
    buffer_.grow(2 * buffer_.bytes());
}

}  // namespace muster::filesort
