#include "os/fd.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "os/error.h"

namespace muster::os {

void Fd::reset() noexcept {
  if (number_ >= 0) ::close(std::exchange(number_, -1));
}

void set_nonblocking(const Fd& fd) {
  const int flags = ::fcntl(fd.get(), F_GETFL);
  if (flags < 0 || ::fcntl(fd.get(), F_SETFL, flags | O_NONBLOCK) != 0)
    throw_errno("cannot make a descriptor non-blocking");
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

}  // namespace muster::os
