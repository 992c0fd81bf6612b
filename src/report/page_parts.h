// The parts of the page of a run (page.h): each function makes the HTML of one, whole and readable
// without CSS and JavaScript.

#ifndef MUSTER_REPORT_PAGE_PARTS_H
#define MUSTER_REPORT_PAGE_PARTS_H

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/chart.h"
#include "report/story.h"

namespace muster::report {

/// The tries of a run, and what is needed to show them.
struct TriesView {
  const std::deque<Try>& tries;  ///< in the order in which they were started
  /// What a person would call a job.
  std::function<std::string(std::uint32_t job)> title_of;
  std::chrono::nanoseconds duration;  ///< of the run
};

/// How a try that ended so is shown: each can be told from the others without its color.
struct Look {
  std::string_view word;
  std::string_view sign;
  std::string_view color;   ///< one that can be seen on white and on black
  double height;            ///< of its bar, as a share of its row
  std::string_view dashes;  ///< of its bar, in pixels; empty if it is solid
};

const Look& look_of(Outcome outcome);

/// The last try of each job that has been started, in the order of the jobs.
std::vector<const Try*> last_tries(const std::deque<Try>& tries);

/// When the try was over, or where the run was over before.
std::chrono::nanoseconds end_of(const Try& one, std::chrono::nanoseconds run_duration);

double seconds_of(std::chrono::nanoseconds time);

/// A row for each slot, and a bar for each try.
std::string timeline(const TriesView& view);

/// On the axis of the timeline: running workers, bytes, memory, spilling, slabs.
std::string resource_charts(const TriesView& view, std::span<const Sample> samples);

/// How often numbers are how large, with their quantiles.
std::string histogram(std::vector<double> numbers, Unit unit, std::string_view caption);

/// The same of `count` numbers of which only quantiles are known: the first is the least, the last
/// the greatest, and those between are at equal distances in their order.
std::string histogram_of_quantiles(std::span<const double> quantiles, std::uint64_t count,
                                   std::string_view caption);

/// The workers that took longest.
std::string slowest_workers(const TriesView& view);

/// Those whose pipes waited longest to be read.
std::string waiting_workers(const TriesView& view);

/// Those of which most waited for the turn of others in the order.
std::string workers_ahead(const TriesView& view);

/// All workers, or those that matter most if there are more than rows_max.
std::string worker_table(const TriesView& view);
inline constexpr std::size_t rows_max = 10'000;

}  // namespace muster::report

#endif
