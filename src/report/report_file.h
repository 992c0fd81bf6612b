#ifndef MUSTER_REPORT_REPORT_FILE_H
#define MUSTER_REPORT_REPORT_FILE_H

#include <string>
#include <string_view>

#include "os/fd.h"

namespace muster::report {

/// A file that something is told in of a run. It is opened before the run begins, so that it is
/// known by then whether it can be.
class ReportFile {
 public:
  /// Replaces what is in the file; `what` it is stands in messages: "the summary". Throws
  /// std::system_error if it cannot be written.
  ReportFile(std::string_view what, const std::string& path);

  /// By one call, so that a run that is killed leaves what was written whole. Throws
  /// std::system_error once; nothing is written after that.
  void write(std::string_view text);

 private:
  std::string failure_;  // what a message about it begins with
  os::Fd file_;          // none once it has failed
};

}  // namespace muster::report

#endif
