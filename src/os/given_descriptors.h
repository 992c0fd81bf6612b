#ifndef MUSTER_OS_GIVEN_DESCRIPTORS_H
#define MUSTER_OS_GIVEN_DESCRIPTORS_H

#include "os/fd.h"

namespace muster::os {

/// A copy of descriptor `number`, if it is one to write to that this process was started with.
/// None, with errno set, otherwise: all that Muster opens itself is close-on-exec, and is nobody
/// else's.
Fd copy_given_output(int number);

/// Descriptor `number` itself, if this process was started with it, close-on-exec from now on; of
/// stdin, stdout and stderr a copy. None, with errno set, otherwise.
Fd take_given(int number);

/// The same open file as `number`, so that a write to it never waits: whether it waits is not a
/// matter of the descriptor but of the open file, which other processes share. None if it cannot be
/// had: of a regular file, writes to which do not wait and would begin at its start, of a socket,
/// and where /proc is missing.
Fd reopen_without_waiting(int number);

/// Opens /dev/null on each of 0, 1 and 2 that is closed, the wrong way round, so that no file we
/// open lands there and that using the closed stream still fails. For the start of main().
void occupy_standard_streams();

}  // namespace muster::os

#endif
