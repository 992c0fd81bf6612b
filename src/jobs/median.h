#ifndef MUSTER_JOBS_MEDIAN_H
#define MUSTER_JOBS_MEDIAN_H

#include <cstddef>
#include <functional>
#include <queue>
#include <vector>

namespace muster::jobs {

/// The median of values that come one after the other: the lower one of the two in the middle, if
/// they are even in number.
template <typename Value>
class Median {
 public:
  void add(const Value& value) {
    if (lower_.empty() || value <= lower_.top()) {
      lower_.push(value);
    } else {
      upper_.push(value);
    }
    if (lower_.size() > upper_.size() + 1) move_top(lower_, upper_);
    if (upper_.size() > lower_.size()) move_top(upper_, lower_);
  }
  [[nodiscard]] std::size_t count() const { return lower_.size() + upper_.size(); }
  /// Of at least one value.
  [[nodiscard]] const Value& value() const { return lower_.top(); }

 private:
  template <typename From, typename To>
  static void move_top(From& from, To& to) {
    to.push(from.top());
    from.pop();
  }

  std::priority_queue<Value> lower_;  // as many as upper_ has, or one more
  std::priority_queue<Value, std::vector<Value>, std::greater<>> upper_;
};

}  // namespace muster::jobs

#endif
