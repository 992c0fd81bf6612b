#include "os/fd.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "os/error.h"

namespace muster::os {

void Fd::reset() noexcept {
  if (number_ >= 0) ::close(std::exchange(number_, -1));
}

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw_errno("cannot create a pipe");
  return {Fd(ends[0]), Fd(ends[1])};
}

void enlarge_pipe(const Fd& pipe_end, int bytes) noexcept {
  (void)::fcntl(pipe_end.get(), F_SETPIPE_SZ, bytes);
}

void set_nonblocking(const Fd& fd) {
  const int flags = ::fcntl(fd.get(), F_GETFL);
  if (flags < 0 || ::fcntl(fd.get(), F_SETFL, flags | O_NONBLOCK) != 0)
    throw_errno("cannot make a descriptor non-blocking");
}

bool has_something(const Fd& fd) {
  pollfd event{fd.get(), POLLIN, 0};
  return ::poll(&event, 1, 0) > 0;
}

short reader_gone_event(int number) noexcept {
  struct stat status {};
  if (::fstat(number, &status) != 0) return 0;
  if (S_ISFIFO(status.st_mode)) return POLLERR;
  // POLLERR of a socket may be an error that is pending while the other side still reads.
  if (S_ISSOCK(status.st_mode) || ::isatty(number) == 1) return POLLHUP;
  return 0;
}

std::optional<std::size_t> read_some(const Fd& fd, std::span<char> buffer, const char* what) {
  for (;;) {
    const ssize_t bytes = ::read(fd.get(), buffer.data(), buffer.size());
    if (bytes >= 0) return static_cast<std::size_t>(bytes);
    if (errno == EAGAIN) return std::nullopt;
    if (errno != EINTR) throw_errno(std::string("cannot read ") + what);
  }
}

void write_all(int number, std::string_view bytes, const char* what) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(number, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {  // somebody made it non-blocking
      pollfd event{number, POLLOUT, 0};
      (void)::poll(&event, 1, -1);
    } else if (errno != EINTR) {
      throw_errno(std::string("cannot write ") + what);
    }
  }
}

void check_written(int number, const char* what) {
  const int copy = ::fcntl(number, F_DUPFD_CLOEXEC, 0);
  if (copy < 0 || (::close(copy) != 0 && errno != EINTR))
    throw_errno(std::string("cannot write ") + what);
}

Fd open_for_reading(const std::string& path) {
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) throw_errno("cannot open " + path);
  return file;
}

Fd create_nameless(const std::string& folder, int access, unsigned mode, bool& is_unsupported) {
  Fd file(::open(folder.c_str(), O_TMPFILE | access | O_CLOEXEC, mode));
  // EISDIR comes from kernels, and EINVAL from file systems, that do not know of O_TMPFILE.
  is_unsupported = !file && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL);
  return file;
}

Fd copy_given_output(int number) {
  const int of_descriptor = ::fcntl(number, F_GETFD);
  const int flags = ::fcntl(number, F_GETFL);
  errno = EBADF;
  if (of_descriptor < 0 || (of_descriptor & FD_CLOEXEC) != 0) return {};
  if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY || (flags & O_PATH) != 0) return {};
  return Fd(::fcntl(number, F_DUPFD_CLOEXEC, 3));
}

void occupy_standard_streams() {
  for (int number = 0; number <= 2; ++number) {
    if (::fcntl(number, F_GETFD) >= 0) continue;
    // The lowest free number is `number`, since all below it are open by now.
    const int flags = number == 0 ? O_WRONLY : O_RDONLY;
    if (::open("/dev/null", flags) != number) std::abort();
  }
}

std::optional<std::size_t> read_small_file(const char* path, std::span<char> buffer) noexcept {
  const Fd file(::open(path, O_RDONLY | O_CLOEXEC));
  if (!file) return std::nullopt;
  std::size_t filled = 0;
  while (filled < buffer.size()) {
    const ssize_t bytes = ::read(file.get(), buffer.data() + filled, buffer.size() - filled);
    if (bytes < 0) return std::nullopt;
    if (bytes == 0) break;
    filled += static_cast<std::size_t>(bytes);
  }
  return filled;
}

}  // namespace muster::os
