#ifndef MUSTER_OS_THIS_PROCESS_H
#define MUSTER_OS_THIS_PROCESS_H

namespace muster::os {

/// What ps and /proc/PID/comm show; 15 bytes at most.
void set_process_name(const char* name);

/// Ends this process by signal `number`, as if it had never been caught.
[[noreturn]] void die_of_signal(int number);

}  // namespace muster::os

#endif
