#include "os/given_descriptors.h"

#include <fcntl.h>

#include <cerrno>
#include <cstdlib>

namespace muster::os {

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
