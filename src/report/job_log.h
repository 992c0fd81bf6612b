#ifndef MUSTER_REPORT_JOB_LOG_H
#define MUSTER_REPORT_JOB_LOG_H

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "event/event.h"
#include "os/fd.h"

namespace muster::report {

/// The first line of a log, with its newline: GNU parallel's.
inline constexpr std::string_view job_log_header =
    "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n";

/// A command as it stands in a log: one line, from which it can be told back. Control bytes and
/// backslashes are escaped: \n, \t, \r, \\ and \xHH.
std::string logged_command(std::string_view command);

/// Writes a line for each job that is over, in the format of GNU parallel's --joblog
/// (docs/reports.md). A job that was ended because the run was has none, so that it is run when the
/// run is resumed.
class JobLog final : public event::Sink {
 public:
  using CommandOf = std::function<std::string(std::uint32_t job)>;

  /// Replaces the file, or keeps the first `bytes_kept` of it. Throws std::system_error, here and
  /// once from on(), if it cannot be written.
  JobLog(const std::string& path, std::optional<std::uint64_t> bytes_kept, CommandOf command_of);

  void on(const event::Stamp& stamp, const event::Event& event) override;

 private:
  struct Job {
    std::uint32_t attempt = 0;
    event::Time start;
    event::Time end;
    std::uint64_t bytes_received = 0;  // from it
    std::optional<os::ExitStatus> status;
  };

  void write_job(std::uint32_t number, const Job& job, int exit_value, int signal);
  void write(std::string_view line);

  std::string failure_;  // what a message about it begins with
  os::Fd file_;          // none once it has failed
  CommandOf command_of_;
  std::unordered_map<std::uint32_t, Job> jobs_;  // that are not over
  std::uint32_t blocks_cut_ = 0;
  std::unordered_map<std::uint32_t, std::uint64_t> block_bytes_;  // of jobs that are not over
};

}  // namespace muster::report

#endif
