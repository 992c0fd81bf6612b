#ifndef MUSTER_CLI_HOST_H
#define MUSTER_CLI_HOST_H

#include <optional>
#include <vector>

#include "cli/arguments.h"
#include "os/fd.h"
#include "report/status_stream.h"

namespace muster::cli {

/// How this process is connected to a program that has started it, if it is: see docs/protocol.md.
class Host {
 public:
  Host() = default;  ///< none
  /// Takes the descriptors that the options name, and greets the reader of the stream. Throws
  /// UsageError for those that are not there.
  explicit Host(const HostOptions& options);

  /// None if nothing is told.
  [[nodiscard]] report::StatusStream* status() { return status_ ? &*status_ : nullptr; }
  /// The run ends when any of them is ready.
  [[nodiscard]] const std::vector<os::Fd>& ends() const { return ends_; }

 private:
  std::optional<report::StatusStream> status_;
  std::vector<os::Fd> ends_;
};

/// The arguments that are in the plan that the options name, which has none of these options
/// itself. Throws UsageError, plan::FormatError or std::system_error.
Arguments planned_arguments(const HostOptions& options);

}  // namespace muster::cli

#endif
