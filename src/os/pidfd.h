#ifndef MUSTER_OS_PIDFD_H
#define MUSTER_OS_PIDFD_H

#include <sys/types.h>

#include "os/fd.h"

namespace muster::os {

/// A descriptor that pins the process `pid` (readable once it has ended), or none.
Fd pin_process(pid_t pid);
/// Signals a process that is pinned, by pin_process or by its folder in /proc; false, with errno
/// set, if it has gone (ESRCH) or this process may not (EPERM).
bool signal_process(const Fd& pinned, int signal);

}  // namespace muster::os

#endif
