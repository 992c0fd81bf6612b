#ifndef MUSTER_OS_GIVEN_DESCRIPTORS_H
#define MUSTER_OS_GIVEN_DESCRIPTORS_H

#include "os/fd.h"

namespace muster::os {

/// A copy of descriptor `number`, if it is one to write to that this process was started with.
/// None, with errno set, otherwise: all that Muster opens itself is close-on-exec, and is nobody
/// else's.
Fd copy_given_output(int number);

/// Opens /dev/null on each of 0, 1 and 2 that is closed, the wrong way round, so that no file we
/// open lands there and that using the closed stream still fails. For the start of main().
void occupy_standard_streams();

}  // namespace muster::os

#endif
