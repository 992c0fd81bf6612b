#ifndef MUSTER_SCHEDULER_WAITING_H
#define MUSTER_SCHEDULER_WAITING_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "spill/backlog.h"

namespace muster::scheduler {

/// Records that have come before it is their turn in an order that goes by all workers. A worker
/// of which much waits is held: it is not read until less does, and so waits in its pipe. One that
/// the order waits for has nothing waiting, so it is never held.
class Waiting {
 public:
  /// Tells init.
  using Tell = std::function<void(std::uint32_t worker, bool is_held)>;

  /// A worker is held when more than `bytes_max` of its records wait, until that is half as much.
  Waiting(spill::Backlog backlog, std::uint32_t worker_count, std::size_t bytes_max, Tell tell)
      : backlog_(std::move(backlog)),
        is_held_(worker_count, false),
        bytes_max_(bytes_max),
        tell_(std::move(tell)) {}

  // As spill::Backlog has them.

  void push(std::uint32_t worker, std::string_view records) {
    backlog_.push(worker, records);
    hold_or_not(worker);
  }
  std::string_view front(std::uint32_t worker) { return backlog_.front(worker); }
  void pop(std::uint32_t worker) {
    backlog_.pop(worker);
    hold_or_not(worker);
  }

  /// Nobody's turn comes any more.
  void let_all_go() {
    for (std::uint32_t worker = 0; worker < is_held_.size(); ++worker) hold(worker, false);
  }

 private:
  void hold_or_not(std::uint32_t worker) {
    hold(worker, backlog_.bytes(worker) > (is_held_[worker] ? bytes_max_ / 2 : bytes_max_));
  }
  void hold(std::uint32_t worker, bool is_held) {
    if (is_held != is_held_[worker]) tell_(worker, is_held);
    is_held_[worker] = is_held;
  }

  spill::Backlog backlog_;
  std::vector<bool> is_held_;
  std::size_t bytes_max_;
  Tell tell_;
};

}  // namespace muster::scheduler

#endif
