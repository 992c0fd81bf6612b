#ifndef MUSTER_CLI_REPORTING_H
#define MUSTER_CLI_REPORTING_H

#include <optional>
#include <vector>

#include "cli/arguments.h"
#include "cli/messages.h"
#include "event/event.h"
#include "init/resumption.h"
#include "init/tasks.h"
#include "plan/plan.h"
#include "report/explain.h"
#include "report/job_log.h"
#include "report/page.h"
#include "report/progress.h"
#include "report/report_file.h"
#include "report/results.h"
#include "report/running.h"
#include "report/sequence.h"
#include "report/status.h"
#include "report/stderr_lines.h"
#include "report/story.h"
#include "report/summary.h"
#include "report/trace.h"

namespace muster::cli {

/// What is told and kept of a run: the sinks that its plan and the arguments ask for.
class Reports {
 public:
  /// `plan`, `tasks` and, if there is one, the `stream` of a host must outlive it; the run has
  /// begun at `start`. Throws std::system_error if a file cannot be written.
  Reports(const plan::Run& plan, const Arguments& arguments, report::StatusStream* stream,
          const init::Tasks& tasks, const init::Resumption& resumption, event::Time start);
  Reports(const Reports&) = delete;
  Reports& operator=(const Reports&) = delete;
  ~Reports() = default;

  /// In the order in which they are to be told: what a worker has written comes before what is said
  /// of its end, and its results are complete before the log says that it is over.
  [[nodiscard]] std::vector<event::Sink*> sinks();

  /// The run is over, and it is known how muster will end: tells what is told of it as a whole.
  /// Throws std::system_error if a file cannot be written.
  void finish(const report::End& end);

 private:
  void write_files(const report::End& end);

  std::optional<Messages> messages_;
  report::Running running_;
  report::RunningList list_;
  std::optional<report::Status> status_;
  std::optional<report::Story> story_;
  std::optional<report::Summary> summary_;
  Reporting::Summary summary_format_;
  std::optional<report::Trace> trace_;
  std::optional<report::ReportFile> summary_file_;
  std::optional<report::StderrLines> stderr_lines_;
  std::optional<report::Explain> explain_;
  std::optional<report::SequenceRecorder> sequence_;
  std::optional<report::Results> results_;
  std::optional<report::JobLog> job_log_;
  std::optional<report::Page> page_;
  std::optional<report::Progress> progress_;
};

}  // namespace muster::cli

#endif
