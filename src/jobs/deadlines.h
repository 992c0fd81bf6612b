#ifndef MUSTER_JOBS_DEADLINES_H
#define MUSTER_JOBS_DEADLINES_H

#include <cstdint>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "event/event.h"

namespace muster::jobs {

/// Deadlines of jobs, one for each at most. Knows no clock.
class Deadlines {
 public:
  /// In place of the one that the job has.
  void set(std::uint32_t job, event::Time when) {
    clear(job);
    by_job_.emplace(job, when);
    by_time_.emplace(when, job);
  }
  void clear(std::uint32_t job) {
    const auto found = by_job_.find(job);
    if (found == by_job_.end()) return;
    by_time_.erase({found->second, job});
    by_job_.erase(found);
  }

  /// All of them are later by that.
  void postpone(event::Time::duration by) {
    by_time_.clear();
    for (auto& [job, when] : by_job_) by_time_.emplace(when += by, job);
  }

  /// The first of all.
  [[nodiscard]] std::optional<event::Time> due() const {
    return by_time_.empty() ? std::nullopt : std::optional(by_time_.begin()->first);
  }
  /// A job whose deadline has passed, the first first; it has none then.
  std::optional<std::uint32_t> take(event::Time now) {
    if (by_time_.empty() || by_time_.begin()->first > now) return std::nullopt;
    const std::uint32_t job = by_time_.begin()->second;
    clear(job);
    return job;
  }

 private:
  std::set<std::pair<event::Time, std::uint32_t>> by_time_;
  std::unordered_map<std::uint32_t, event::Time> by_job_;
};

}  // namespace muster::jobs

#endif
