#ifndef MUSTER_EXPLAIN_STORY_H
#define MUSTER_EXPLAIN_STORY_H

#include <cstdint>
#include <string_view>

#include <fmt/core.h>

namespace muster::explain {

/// Tells what one process does as it does it, a line on stderr each, when that was asked for
/// (--explain). A line is one write of less than PIPE_BUF bytes, so the lines of several
/// processes never mix. Safe to use between fork and exit of a function worker.
class Story {
 public:
  /// A story that says nothing.
  Story() = default;

  /// `role` as in messages ("init", "Scheduler", "P3"); `start_ns` on the monotonic clock is the
  /// moment that time stamps count from, the same for all processes of a run.
  Story(std::string_view role, std::int64_t start_ns) : role_(role), start_ns_(start_ns) {}

  [[nodiscard]] bool is_told() const { return !role_.empty(); }
  [[nodiscard]] std::int64_t start_ns() const { return start_ns_; }

  template <typename... Arguments>
  void tell(fmt::format_string<Arguments...> format, const Arguments&... arguments) const {
    if (is_told()) print(fmt::vformat(format, fmt::make_format_args(arguments...)));
  }

 private:
  void print(std::string_view event) const;

  std::string_view role_;
  std::int64_t start_ns_ = 0;
};

/// The monotonic clock, in nanoseconds.
std::int64_t now_ns();

}  // namespace muster::explain

#endif
