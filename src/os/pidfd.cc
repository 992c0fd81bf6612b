#include "os/pidfd.h"

#include <sys/syscall.h>
#include <unistd.h>

namespace muster::os {

// By number: glibc 2.36 declares the wrappers without C linkage.
Fd pin_process(pid_t pid) {
  return Fd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

bool signal_process(const Fd& pinned, int signal) {
  return ::syscall(SYS_pidfd_send_signal, pinned.get(), signal, nullptr, 0) == 0;
}

}  // namespace muster::os
