#include "input/stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <stdexcept>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "os/error.h"
#include "os/io.h"
#include "os/quoting.h"
#include "record/count.h"

namespace muster::input {
namespace {

constexpr std::size_t read_bytes = std::size_t{64} << 10U;

}  // namespace

Stream::Stream(Source source, char delimiter) : source_(std::move(source)), delimiter_(delimiter) {
  if (!source_.path) {
    count_ = source_.values.size();
    return;
  }
  const std::string& path = *source_.path;
  name_ = path == "-" ? "standard input" : os::quoted_name(path);
  file_ = os::Fd(path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                             : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file_) os::throw_errno("cannot read the inputs in " + name_);
}

Next Stream::next(std::string& value) {
  for (;;) {
    if (take(value)) return Next::given;
    if (!file_) return Next::none;
    // The descriptor may be shared with other processes, so it stays as it is: blocking.
    if (!os::has_something(file_)) return Next::later;
    read_more();
  }
}

bool Stream::await(std::string& value) {
  for (;;) {
    if (take(value)) return true;
    if (!file_) return false;
    read_more();
  }
}

void Stream::read_all() {
  if (count_) return;
  while (file_) read_more();
  const std::string_view unread = std::string_view(text_).substr(begin_);
  const bool is_last_unended = !unread.empty() && unread.back() != delimiter_;
  count_ = taken_ + record::count_of(delimiter_, unread) + (is_last_unended ? 1 : 0);
}

std::optional<std::uint64_t> Stream::left() const {
  return count_ ? std::optional(*count_ - taken_) : std::nullopt;
}

bool Stream::take(std::string& value) {
  const bool is_taken = source_.path ? take_read(value) : take_given(value);
  if (is_taken) ++taken_;
  return is_taken;
}

bool Stream::take_given(std::string& value) {
  if (taken_ == source_.values.size()) return false;
  value = std::move(source_.values[taken_]);
  return true;
}

/// Takes the next one that has been read; the last of the file need not be ended.
bool Stream::take_read(std::string& value) {
  const std::size_t found = text_.find(delimiter_, searched_);
  const bool is_ended = found != std::string::npos;
  const std::size_t end = is_ended ? found : text_.size();
  searched_ = end;
  if (end - begin_ > value_bytes_max) refuse("is longer than 16 MiB");
  if (!is_ended && (file_ || begin_ == end)) return false;
  value.assign(text_, begin_, end - begin_);
  if (value.find('\0') != std::string::npos)
    refuse("contains a NUL byte, which no argument can; if NUL ends each input, add -0");
  begin_ = searched_ = is_ended ? end + 1 : end;
  return true;
}

void Stream::read_more() {
  text_.erase(0, begin_);
  searched_ -= begin_;
  begin_ = 0;
  const std::size_t filled = text_.size();
  text_.resize(filled + read_bytes);
  const std::string failure = "cannot read the inputs in " + name_;
  const std::size_t bytes =
      os::read_next(file_, {text_.data() + filled, read_bytes}, failure.c_str());
  text_.resize(filled + bytes);
  if (bytes == 0) file_.reset();
}

void Stream::refuse(const char* why) const {
  throw std::runtime_error(fmt::format("{}: input {} {}", name_, taken_ + 1, why));
}

}  // namespace muster::input
