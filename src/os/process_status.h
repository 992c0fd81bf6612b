#ifndef MUSTER_OS_PROCESS_STATUS_H
#define MUSTER_OS_PROCESS_STATUS_H

#include <optional>
#include <string>
#include <string_view>

namespace muster::os {

/// What /proc/PID/stat says of a live process, with its numbers there.
struct ProcessStatus {
  int parent = -1;
  int group = 0;
  int session = 0;
  std::string start_time;  ///< with the number of the process, tells it from all others
  std::string command;
  bool has_empty_environment = false;  ///< for certain: not so in the middle of exec
};

/// Reads the text of that file. Nothing if the process has ended, is a thread of the kernel, or if
/// the text is not complete.
std::optional<ProcessStatus> parse_process_status(std::string_view stat);

}  // namespace muster::os

#endif
