#ifndef MUSTER_OS_PIPE_H
#define MUSTER_OS_PIPE_H

#include "os/fd.h"

namespace muster::os {

/// Both ends close-on-exec from birth: a write end that leaks into another child means that
/// end-of-file never comes.
struct Pipe {
  Fd read_end;
  Fd write_end;
};

Pipe make_pipe();

/// Asks for a pipe of `bytes`. A refusal (the user's share of pipe memory is used up) is not an
/// error: the pipe stays as it is, only slower.
void enlarge_pipe(const Fd& pipe_end, int bytes) noexcept;

/// The event of poll(2) which says that nobody will read what is written to descriptor `number`: a
/// pipe has no reader left, a socket's other side has closed, a terminal has hung up. 0 for
/// anything else: files have no reader that could go, and those of sysfs or a control group raise
/// POLLERR whenever they are polled.
short reader_gone_event(int number) noexcept;

}  // namespace muster::os

#endif
