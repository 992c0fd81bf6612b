#ifndef MUSTER_REPORT_RUNNING_H
#define MUSTER_REPORT_RUNNING_H

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "event/event.h"

namespace muster::report {

/// The jobs whose processes run, for those who show them.
class Running final : public event::Sink {
 public:
  struct Job {
    pid_t pid = 0;
    std::uint32_t attempt = 0;
    std::uint32_t slot = 0;  ///< from 0
    event::Time start;
    std::uint64_t bytes = 0;  ///< that it has written
    bool is_stopped = false;
  };

  void on(const event::Stamp& stamp, const event::Event& event) override;

  [[nodiscard]] const std::map<std::uint32_t, Job>& jobs() const { return jobs_; }
  /// The one that has run longest; end() if there is none.
  [[nodiscard]] std::map<std::uint32_t, Job>::const_iterator longest() const;

 private:
  std::map<std::uint32_t, Job> jobs_;
};

/// Prints on stderr, when that is asked for, a line for each job that runs: its number, slot and
/// pid, how long it has run and since when, what it has written, and its command.
class RunningList final : public event::Sink {
 public:
  using CommandOf = std::function<std::string(std::uint32_t job)>;

  /// `running` must outlive it, and be told of events before it.
  RunningList(const Running& running, CommandOf command_of)
      : running_(running), command_of_(std::move(command_of)) {}

  void on(const event::Stamp& stamp, const event::Event& event) override;

 private:
  const Running& running_;
  CommandOf command_of_;
};

/// 1:03, or 1:02:03.
std::string clock_text(std::chrono::seconds time);
/// 1.2 MiB, or 12 B.
std::string bytes_text(std::uint64_t bytes);

}  // namespace muster::report

#endif
