#include "os/fd.h"

#include <fcntl.h>
#include <unistd.h>

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

}  // namespace muster::os
