#ifndef MUSTER_SCHEDULER_HOLDS_H
#define MUSTER_SCHEDULER_HOLDS_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace muster::scheduler {

/// Which workers are held: far ahead of the others in an order that goes by all of them, they are
/// not read until less of theirs waits, and so wait in their pipes. A worker that an order waits
/// for has nothing waiting, so it is never held.
class Holds {
 public:
  /// Tells init.
  using Tell = std::function<void(std::uint32_t worker, bool is_held)>;

  /// A worker is held when more than `bytes_max` of its records wait, until that is half as much.
  Holds(std::uint32_t worker_count, std::size_t bytes_max, Tell tell)
      : is_held_(worker_count, false), bytes_max_(bytes_max), tell_(std::move(tell)) {}

  /// So many bytes of the worker's records wait now.
  void look(std::uint32_t worker, std::size_t bytes) {
    const bool is_held = bytes > (is_held_[worker] ? bytes_max_ / 2 : bytes_max_);
    if (is_held != is_held_[worker]) tell_(worker, is_held);
    is_held_[worker] = is_held;
  }

  /// Nothing is waited for any more.
  void let_all_go() {
    for (std::uint32_t worker = 0; worker < is_held_.size(); ++worker) look(worker, 0);
  }

 private:
  std::vector<bool> is_held_;
  std::size_t bytes_max_;
  Tell tell_;
};

}  // namespace muster::scheduler

#endif
