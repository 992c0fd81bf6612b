#ifndef MUSTER_SCHEDULER_SCHEDULER_H
#define MUSTER_SCHEDULER_SCHEDULER_H

#include <string>
#include <vector>

namespace muster::scheduler {

/// The Scheduler role, from its first message to its last; the process has nothing else to do.
/// Reads from control_descriptor, answers on reply_descriptor, writes the output to stdout.
/// `temporary_name` is that of the output, or empty; `temporary_folders` are where to
/// spill what does not fit into memory. Returns the exit status; every failure has been told to
/// init by then.
int play(const std::string& temporary_name, const std::vector<std::string>& temporary_folders);

}  // namespace muster::scheduler

#endif
