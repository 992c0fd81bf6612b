#ifndef MUSTER_REPORT_STDERR_TAILS_H
#define MUSTER_REPORT_STDERR_TAILS_H

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster::report {

/// The last lines of what something has written, in bounded memory.
class Tail {
 public:
  static constexpr std::size_t lines_max = 20;
  /// What a line has beyond these is not kept.
  static constexpr std::size_t line_bytes_max = 400;

  void add(std::string_view data);
  /// Without their newlines; one of which not all is kept says how long it is.
  [[nodiscard]] std::vector<std::string> lines() const;

 private:
  struct Line {
    std::string text;
    std::uint64_t bytes = 0;
  };

  std::deque<Line> lines_;
  bool is_at_start_ = true;  // of a line
};

/// What each job that runs wrote to its stderr last.
class StderrTails {
 public:
  void add(std::uint32_t job, std::string_view data) { tails_[job].add(data); }
  /// The job's lines, which are then forgotten.
  std::vector<std::string> take(std::uint32_t job);
  void forget(std::uint32_t job) { tails_.erase(job); }

 private:
  std::unordered_map<std::uint32_t, Tail> tails_;
};

}  // namespace muster::report

#endif
