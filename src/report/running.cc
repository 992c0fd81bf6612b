#include "report/running.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <variant>

#include <fmt/format.h>

#include "os/message.h"
#include "report/job_log.h"
#include "report/wall_clock.h"

namespace muster::report {
namespace {

/// The time of day, here.
std::string time_of_day(event::Time time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(wall_clock(time));
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return fmt::format("{:02}:{:02}:{:02}", local.tm_hour, local.tm_min, local.tm_sec);
}

}  // namespace

void Running::on(const event::Stamp& stamp, const event::Event& event) {
  if (const auto* const started = std::get_if<event::JobStarted>(&event)) {
    jobs_[started->job] = {started->pid, started->attempt, started->slot, stamp.when, 0, false};
  } else if (const auto* const read = std::get_if<event::PipeRead>(&event)) {
    if (const auto found = jobs_.find(read->job); found != jobs_.end())
      found->second.bytes += read->bytes;
  } else if (const auto* const stopped = std::get_if<event::JobStopped>(&event)) {
    if (const auto found = jobs_.find(stopped->job); found != jobs_.end())
      found->second.is_stopped = true;
  } else if (const auto* const continued = std::get_if<event::JobContinued>(&event)) {
    if (const auto found = jobs_.find(continued->job); found != jobs_.end())
      found->second.is_stopped = false;
  } else if (const auto* const exited = std::get_if<event::JobExited>(&event)) {
    const auto found = jobs_.find(exited->job);
    if (found != jobs_.end() && found->second.attempt == exited->attempt) jobs_.erase(found);
  }
}

std::map<std::uint32_t, Running::Job>::const_iterator Running::longest() const {
  return std::min_element(jobs_.begin(), jobs_.end(), [](const auto& a, const auto& b) {
    return a.second.start < b.second.start;
  });
}

void RunningList::on(const event::Stamp& stamp, const event::Event& event) {
  if (!std::holds_alternative<event::ListRequested>(event)) return;
  const std::size_t count = running_.jobs().size();
  std::string list =
      fmt::format("muster: {} worker{} running\n", count, count == 1 ? " is" : "s are");
  for (const auto& [number, job] : running_.jobs())
    fmt::format_to(
        std::back_inserter(list), "P{}: slot {}, pid {}, {}for {} since {}, {}: {}\n", number + 1,
        job.slot + 1, job.pid, job.is_stopped ? "stopped, " : "",
        clock_text(std::chrono::duration_cast<std::chrono::seconds>(stamp.when - job.start)),
        time_of_day(job.start), bytes_text(job.bytes), logged_command(command_of_(number)));
  os::write_message(list);
}

std::string clock_text(std::chrono::seconds time) {
  const auto seconds = time.count();
  if (seconds < 3600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::array units{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  if (bytes < 1024) return fmt::format("{} B", bytes);
  double size = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  for (; size >= 1023.95 && unit + 1 < units.size(); ++unit) size /= 1024;
  return fmt::format("{:.1f} {}", size, units[unit]);
}

}  // namespace muster::report
