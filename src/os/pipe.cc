#include "os/pipe.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "os/error.h"

namespace muster::os {

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw_errno("cannot create a pipe");
  return {Fd(ends[0]), Fd(ends[1])};
}

void enlarge_pipe(const Fd& pipe_end, int bytes) noexcept {
  (void)::fcntl(pipe_end.get(), F_SETPIPE_SZ, bytes);
}

short reader_gone_event(int number) noexcept {
  struct stat status {};
  if (::fstat(number, &status) != 0) return 0;
  if (S_ISFIFO(status.st_mode)) return POLLERR;
  // POLLERR of a socket may be an error that is pending while the other side still reads.
  if (S_ISSOCK(status.st_mode) || ::isatty(number) == 1) return POLLHUP;
  return 0;
}

}  // namespace muster::os
