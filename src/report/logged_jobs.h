#ifndef MUSTER_REPORT_LOGGED_JOBS_H
#define MUSTER_REPORT_LOGGED_JOBS_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::report {

/// The jobs that a job log says are over: one of JobLog, or of GNU parallel. Of several lines of a
/// job the last counts. 12 bytes a job.
class LoggedJobs {
 public:
  struct Job {
    std::uint32_t number = 0;  ///< from 0
    bool has_succeeded = false;
    std::uint32_t command_digest = 0;

    /// Whether it had this command: as JobLog writes it, or as GNU parallel does.
    [[nodiscard]] bool had(std::string_view command) const;
  };

  LoggedJobs() = default;
  /// A last line without its end is what a run that was killed has left, and is ignored. Throws
  /// std::runtime_error for a text that is no job log.
  explicit LoggedJobs(std::string_view text);
  /// Those of a file; none if it does not exist. Throws std::runtime_error or std::system_error.
  static LoggedJobs read(const std::string& path);

  /// Nothing if it is not over.
  [[nodiscard]] const Job* find(std::uint32_t number) const;
  [[nodiscard]] std::size_t count() const { return jobs_.size(); }
  [[nodiscard]] std::uint32_t failures() const;
  /// Of the file, up to the end of the last whole line.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  std::vector<Job> jobs_;  // by number
  std::uint64_t bytes_ = 0;
};

}  // namespace muster::report

#endif
