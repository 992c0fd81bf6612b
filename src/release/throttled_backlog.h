#ifndef MUSTER_RELEASE_THROTTLED_BACKLOG_H
#define MUSTER_RELEASE_THROTTLED_BACKLOG_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "event/event.h"
#include "spill/backlog.h"

namespace muster::release {

/// Records that have come before it is their turn in an order that goes by all workers. A worker
/// of which much waits is paused: its pipe is not read until less does. One that the order waits
/// for has nothing waiting, so it is never paused.
class ThrottledBacklog {
 public:
  /// Called when a worker is to be paused or resumed.
  using OnPause = std::function<void(std::uint32_t worker, bool is_paused)>;

  /// A worker is paused when more than `bytes_max` of its records wait, until that is half as much.
  /// What end() says goes to `log`.
  ThrottledBacklog(spill::Backlog backlog, std::uint32_t worker_count, std::size_t bytes_max,
                   OnPause on_pause, event::Log log)
      : backlog_(std::move(backlog)),
        is_paused_(worker_count, false),
        most_bytes_(worker_count, 0),
        bytes_max_(bytes_max),
        on_pause_(std::move(on_pause)),
        log_(std::move(log)) {}

  // As spill::Backlog has them.

  void push(std::uint32_t worker, std::string_view records) {
    backlog_.push(worker, records);
    update_pause(worker);
  }
  std::string_view front(std::uint32_t worker) { return backlog_.front(worker); }
  void pop(std::uint32_t worker) {
    backlog_.pop(worker);
    update_pause(worker);
  }

  /// All that is due has been popped: what the worker still has here waits for others.
  void settle(std::uint32_t worker) {
    most_bytes_[worker] = std::max(most_bytes_[worker], backlog_.bytes(worker));
  }
  /// The worker gives no more: says how far it has been ahead, if it has.
  void end(std::uint32_t worker) {
    if (most_bytes_[worker] > 0) log_.emit(event::JobWasAhead{worker, most_bytes_[worker]});
  }

  /// No more records will be released.
  void resume_all() {
    for (std::uint32_t worker = 0; worker < is_paused_.size(); ++worker) pause(worker, false);
  }

 private:
  void update_pause(std::uint32_t worker) {
    pause(worker, backlog_.bytes(worker) > (is_paused_[worker] ? bytes_max_ / 2 : bytes_max_));
  }
  void pause(std::uint32_t worker, bool is_paused) {
    if (is_paused != is_paused_[worker]) on_pause_(worker, is_paused);
    is_paused_[worker] = is_paused;
  }

  spill::Backlog backlog_;
  std::vector<bool> is_paused_;
  std::vector<std::uint64_t> most_bytes_;  // that have waited, by worker
  std::size_t bytes_max_;
  OnPause on_pause_;
  event::Log log_;
};

}  // namespace muster::release

#endif
