#include "os/io.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "os/error.h"

namespace muster::os {
namespace {

/// Calls `call`, which returns as read(2) does, until no signal interrupts it. Returns its bytes,
/// or -errno.
template <typename Call>
ssize_t uninterrupted(const Call& call) noexcept {
  for (;;) {
    const ssize_t result = call();
    if (result >= 0) return result;
    if (errno != EINTR) return -errno;
  }
}

/// The same, but waits for `event` where the descriptor is non-blocking.
template <typename Call>
ssize_t waiting(int number, short event, const Call& call) noexcept {
  for (;;) {
    const ssize_t result = uninterrupted(call);
    if (result != -EAGAIN) return result;
    pollfd until{number, event, 0};
    if (::poll(&until, 1, -1) < 0 && errno != EINTR) return -errno;
  }
}

/// Calls `get` for what is left of `buffer` until it is full. Returns the bytes that there were, or
/// -errno.
template <typename Get>
ssize_t fill(std::span<char> buffer, const Get& get) noexcept {
  std::size_t filled = 0;
  while (filled < buffer.size()) {
    const ssize_t bytes = get(buffer.subspan(filled), filled);
    if (bytes < 0) return bytes;
    if (bytes == 0) break;
    filled += static_cast<std::size_t>(bytes);
  }
  return static_cast<ssize_t>(filled);
}

std::size_t checked(ssize_t result, const char* failure) {
  if (result < 0) throw_error(static_cast<int>(-result), failure);
  return static_cast<std::size_t>(result);
}

ssize_t read_waiting(const Fd& fd, std::span<char> buffer) noexcept {
  return waiting(fd.get(), POLLIN, [&] { return ::read(fd.get(), buffer.data(), buffer.size()); });
}

}  // namespace

ssize_t try_read_some(const Fd& fd, std::span<char> buffer) noexcept {
  return uninterrupted([&] { return ::read(fd.get(), buffer.data(), buffer.size()); });
}

std::optional<std::size_t> read_some(const Fd& fd, std::span<char> buffer, const char* failure) {
  const ssize_t result = try_read_some(fd, buffer);
  if (result == -EAGAIN) return std::nullopt;
  return checked(result, failure);
}

std::size_t read_next(const Fd& fd, std::span<char> buffer, const char* failure) {
  return checked(read_waiting(fd, buffer), failure);
}

ssize_t try_read_full(const Fd& fd, std::span<char> buffer) noexcept {
  return fill(buffer, [&](std::span<char> rest, std::size_t) { return read_waiting(fd, rest); });
}

std::size_t read_full(const Fd& fd, std::span<char> buffer, const char* failure) {
  return checked(try_read_full(fd, buffer), failure);
}

std::size_t pread_full(const Fd& fd, std::span<char> buffer, std::uint64_t offset,
                       const char* failure) {
  const auto get = [&](std::span<char> rest, std::size_t filled) {
    return uninterrupted([&] {
      return ::pread(fd.get(), rest.data(), rest.size(), static_cast<off_t>(offset + filled));
    });
  };
  return checked(fill(buffer, get), failure);
}

std::optional<std::string> read_to_end(const Fd& fd) {
  std::string text;
  std::array<char, 4096> buffer;
  for (;;) {
    const ssize_t bytes = read_waiting(fd, buffer);
    if (bytes < 0) return std::nullopt;
    if (bytes == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(bytes));
  }
}

void write_all(int number, std::string_view bytes, const char* failure) {
  if (const int error = try_write_all(number, bytes); error != 0) throw_error(error, failure);
}

int try_write_all(int number, std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t result =
        waiting(number, POLLOUT, [&] { return ::write(number, bytes.data(), bytes.size()); });
    if (result < 0) return static_cast<int>(-result);
    bytes.remove_prefix(static_cast<std::size_t>(result));
  }
  return 0;
}

ssize_t try_write_some(int number, std::string_view bytes) noexcept {
  return uninterrupted([&] { return ::write(number, bytes.data(), bytes.size()); });
}

ssize_t try_splice_some(const Fd& file, std::uint64_t offset, int number,
                        std::size_t bytes) noexcept {
  return uninterrupted([&] {
    auto from = static_cast<off64_t>(offset);
    return ::splice(file.get(), &from, number, nullptr, bytes, SPLICE_F_NONBLOCK);
  });
}

void check_written(int number, const char* failure) {
  const int copy = ::fcntl(number, F_DUPFD_CLOEXEC, 0);
  if (copy >= 0) {
    if (::close(copy) != 0 && errno != EINTR) throw_errno(failure);
  } else if (::fsync(number) != 0 && errno != EINVAL && errno != EROFS && errno != EINTR) {
    throw_errno(failure);  // with no descriptor to spare: it takes longer, and pipes have none
  }
}

bool has_something(const Fd& fd) {
  pollfd event{fd.get(), POLLIN, 0};
  return ::poll(&event, 1, 0) > 0;
}

std::optional<std::size_t> read_small_file(const char* path, std::span<char> buffer) noexcept {
  const Fd file(::open(path, O_RDONLY | O_CLOEXEC));
  if (!file) return std::nullopt;
  const ssize_t bytes = try_read_full(file, buffer);
  if (bytes < 0) return std::nullopt;
  return static_cast<std::size_t>(bytes);
}

}  // namespace muster::os
