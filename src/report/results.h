#ifndef MUSTER_REPORT_RESULTS_H
#define MUSTER_REPORT_RESULTS_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "event/event.h"
#include "os/fd.h"

namespace muster::report {

/// Where the stdout of a job of an earlier run is kept in the folder of --results. It exists only
/// if it is complete.
std::string result_path(const std::string& folder, std::uint32_t job);

/// Writes what each job writes, and how it ended, to files in a folder (docs/reports.md). Those of
/// a job that has not ended yet are in a folder with another name, so that a run that is killed
/// leaves nothing that could be taken for a result.
class Results final : public event::Sink {
 public:
  using CommandOf = std::function<std::string(std::uint32_t job)>;

  /// Makes the folder unless it exists. Throws std::system_error, here and once from on(), if
  /// something cannot be written.
  Results(const std::string& path, CommandOf command_of);
  Results(const Results&) = delete;
  Results& operator=(const Results&) = delete;
  ~Results() override;

  void on(const event::Stamp& stamp, const event::Event& event) override;
  [[nodiscard]] bool wants_output() const override { return true; }
  [[nodiscard]] bool wants_stderr() const override { return true; }
  [[nodiscard]] std::size_t descriptors_per_job() const override { return 2; }

 private:
  struct Job {
    os::Fd output;
    os::Fd errors;
    std::uint32_t attempt = 0;
    event::Time start;
    event::Time end;
    std::optional<os::ExitStatus> status;
    os::ResourceUsage usage;
  };

  void take(const event::Stamp& stamp, const event::Event& event);
  void begin(const event::JobStarted& started, event::Time when);
  void finish(std::uint32_t number, bool has_succeeded);
  void correct(std::uint32_t number) const;
  [[nodiscard]] os::Fd create(const std::string& name) const;
  void write(const os::Fd& file, const std::string& name, std::string_view data) const;
  void remove(const std::string& folder) const;

  std::string path_;
  os::Fd folder_;
  CommandOf command_of_;
  std::unordered_map<std::uint32_t, Job> jobs_;  // that are not over
  bool has_failed_ = false;
};

}  // namespace muster::report

#endif
