#include "report/report_file.h"

#include <fcntl.h>

#include <fmt/format.h>

#include "os/error.h"
#include "os/io.h"
#include "os/quoting.h"

namespace muster::report {

ReportFile::ReportFile(std::string_view what, const std::string& path)
    : failure_(fmt::format("cannot write {} {}", what, os::quoted_name(path))),
      file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {
  if (!file_) os::throw_errno(failure_);
}

void ReportFile::write(std::string_view text) {
  if (!file_) return;
  const int error = os::try_write_all(file_.get(), text);
  if (error == 0) return;
  file_.reset();
  os::throw_error(error, failure_);
}

}  // namespace muster::report
