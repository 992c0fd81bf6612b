#include "os/given_descriptors.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

namespace muster::os {

Fd copy_given_output(int number) {
  const int of_descriptor = ::fcntl(number, F_GETFD);
  const int flags = ::fcntl(number, F_GETFL);
  errno = EBADF;
  if (of_descriptor < 0 || (of_descriptor & FD_CLOEXEC) != 0) return {};
  if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY || (flags & O_PATH) != 0) return {};
  return Fd(::fcntl(number, F_DUPFD_CLOEXEC, 3));
}

Fd take_given(int number) {
  const int flags = ::fcntl(number, F_GETFD);
  if (flags < 0) return {};
  errno = EBADF;
  if ((flags & FD_CLOEXEC) != 0) return {};
  if (number <= STDERR_FILENO) return Fd(::fcntl(number, F_DUPFD_CLOEXEC, 3));
  return ::fcntl(number, F_SETFD, FD_CLOEXEC) == 0 ? Fd(number) : Fd();
}

Fd reopen_without_waiting(int number) {
  struct stat status {};
  if (::fstat(number, &status) != 0) return {};
  if (!S_ISFIFO(status.st_mode) && !S_ISCHR(status.st_mode)) return {};
  const std::string path = "/proc/self/fd/" + std::to_string(number);
  return Fd(::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
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
