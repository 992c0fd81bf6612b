#include "report/page_parts.h"

#include <algorithm>

namespace muster::report {

const Look& look_of(Outcome outcome) {
  static constexpr Look succeeded{"succeeded", "✓", "#3b83c0", 0.6, ""};
  static constexpr Look failed{"failed", "✗", "#d55e00", 0.94, ""};
  static constexpr Look retried{"failed, tried again", "↻", "#b07d00", 0.75, "5 2"};
  static constexpr Look cancelled{"cancelled", "⊘", "#888888", 0.45, "2 2"};
  static constexpr Look ended{"ended with the run", "■", "#888888", 0.3, ""};
  switch (outcome) {
    case Outcome::succeeded:
      return succeeded;
    case Outcome::failed:
      return failed;
    case Outcome::retried:
      return retried;
    case Outcome::cancelled:
      return cancelled;
    case Outcome::running:
    case Outcome::ended_with_run:
      return ended;
  }
  return ended;
}

std::vector<const Try*> last_tries(const std::deque<Try>& tries) {
  std::vector<const Try*> last;
  for (const Try& one : tries) {
    if (one.job >= last.size()) last.resize(std::size_t{one.job} + 1);
    if (last[one.job] == nullptr || last[one.job]->attempt <= one.attempt) last[one.job] = &one;
  }
  std::erase(last, nullptr);
  return last;
}

std::chrono::nanoseconds end_of(const Try& one, std::chrono::nanoseconds run_duration) {
  return one.end > one.start ? one.end : std::max(one.start, run_duration);
}

double seconds_of(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace muster::report
