#ifndef MUSTER_SCHEDULER_SCHEDULER_H
#define MUSTER_SCHEDULER_SCHEDULER_H

#include <string>

namespace muster::scheduler {

/// The Scheduler role, from its first message to its last; the process has nothing else to do.
/// Reads from control_descriptor, answers on reply_descriptor, writes the output to stdout.
/// `temporary_name` is that of the output, or empty. Returns the exit status; by then init has a
/// message about every failure.
int run(const std::string& temporary_name);

}  // namespace muster::scheduler

#endif
