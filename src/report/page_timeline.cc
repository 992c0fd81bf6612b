// The timeline.
//
// All bars of tries that ended alike are one path: at ten thousand tries an element for each would
// be a megabyte. data-workers has the numbers of their workers, in the same order, for page.js.

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "report/page_parts.h"
#include "report/quantities.h"

namespace muster::report {
namespace {

constexpr std::array outcomes{Outcome::succeeded, Outcome::failed, Outcome::retried,
                              Outcome::cancelled, Outcome::ended_with_run};

/// What is shown as ended with the run still ran then.
Outcome shown_outcome(Outcome outcome) {
  return outcome == Outcome::running ? Outcome::ended_with_run : outcome;
}

/// In pixels. Thousands of slots share the height of a screen.
double row_height_for(std::size_t slots) {
  constexpr double row_height_max = 18;
  constexpr double usual_height = 480;
  constexpr double height_max = 1000;
  const auto count = static_cast<double>(std::max<std::size_t>(slots, 1));
  return std::min(height_max / count, std::clamp(usual_height / count, 1.0, row_height_max));
}

/// A path of horizontal lines, written with as few bytes as possible.
class Bars {
 public:
  void add(std::int64_t x, double y, std::int64_t length) {
    const auto out = std::back_inserter(path_);
    if (y == y_)
      fmt::format_to(out, "m{} 0h{}", x - end_, length);
    else
      fmt::format_to(out, "M{} {:.7g}h{}", x, y, length);
    y_ = y;
    end_ = x + length;
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  double y_ = -1;
  std::int64_t end_ = 0;
};

class Timeline {
 public:
  explicit Timeline(const TriesView& view)
      : view_(view),
        by_slot_(view.tries.size()),
        scale_(0, seconds_of(view.duration), Unit::seconds) {
    for (const Try& one : view.tries) slots_ = std::max<std::size_t>(slots_, one.slot + 1);
    row_height_ = row_height_for(slots_);
    std::iota(by_slot_.begin(), by_slot_.end(), 0U);
    std::sort(by_slot_.begin(), by_slot_.end(), [&](std::uint32_t a, std::uint32_t b) {
      const auto& tries = view_.tries;
      return std::pair(tries[a].slot, tries[a].start) < std::pair(tries[b].slot, tries[b].start);
    });
  }

  [[nodiscard]] std::string html() const {
    Chart chart("Timeline: a row for each slot, a bar for each try of a worker",
                row_height_ * static_cast<double>(slots_),
                fmt::format("class=\"time timeline\" data-seconds=\"{:.9g}\" data-row=\"{:.9g}\"",
                            seconds_of(view_.duration), row_height_));
    chart.add_horizontal_axis(scale_);
    add_slot_labels(chart);
    chart.add_plot(bars() + waiting() + separators());
    return legend() + std::move(chart).svg();
  }

 private:
  [[nodiscard]] std::int64_t x_of(std::chrono::nanoseconds time) const {
    return std::llround(scale_.position(seconds_of(time)) * Chart::width);
  }
  [[nodiscard]] double middle_of(const Try& one) const { return row_height_ * (one.slot + 0.5); }
  /// A bar that would be too short to be seen is longer, if the next in its slot leaves space.
  [[nodiscard]] std::int64_t length_of(std::size_t place) const {
    constexpr std::int64_t length_min = 50;  // half a pixel of a thousand
    const Try& one = view_.tries[by_slot_[place]];
    const std::int64_t begin = x_of(one.start);
    const std::int64_t length = x_of(end_of(one, view_.duration)) - begin;
    if (length >= length_min) return length;
    std::int64_t limit = static_cast<std::int64_t>(Chart::width);
    if (place + 1 < by_slot_.size() && view_.tries[by_slot_[place + 1]].slot == one.slot)
      limit = x_of(view_.tries[by_slot_[place + 1]].start);
    return std::max(std::min(length_min, limit - begin), std::int64_t{1});
  }

  [[nodiscard]] std::string bars() const {
    std::string elements;
    for (const Outcome outcome : outcomes) {
      Bars bars;
      std::string workers;
      for (std::size_t place = 0; place < by_slot_.size(); ++place) {
        const Try& one = view_.tries[by_slot_[place]];
        if (shown_outcome(one.outcome) != outcome) continue;
        bars.add(x_of(one.start), middle_of(one), length_of(place));
        fmt::format_to(std::back_inserter(workers), "{}{}", workers.empty() ? "" : " ",
                       one.job + 1);
      }
      if (workers.empty()) continue;
      const Look& look = look_of(outcome);
      fmt::format_to(std::back_inserter(elements),
                     "<path class=\"bars\" data-outcome=\"{}\" data-workers=\"{}\" fill=\"none\" "
                     "stroke=\"{}\" stroke-width=\"{:.4g}\" vector-effect=\"non-scaling-stroke\"",
                     look.word, workers, look.color, row_height_ * look.height);
      if (!look.dashes.empty())
        fmt::format_to(std::back_inserter(elements), " stroke-dasharray=\"{}\"", look.dashes);
      elements += " d=\"" + bars.path() + "\"/>\n";
    }
    return elements;
  }

  [[nodiscard]] std::string waiting() const {
    Bars bars;
    for (const std::uint32_t i : by_slot_) {
      const Try& one = view_.tries[i];
      const std::int64_t length = x_of(one.waiting);
      if (length > 0) bars.add(x_of(one.start), middle_of(one) + row_height_ / 4, length);
    }
    if (bars.path().empty()) return {};
    return fmt::format(
        "<path class=\"waiting\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\".75\" "
        "stroke-width=\"{:.4g}\" d=\"{}\"/>\n",
        row_height_ / 5, bars.path());
  }

  /// Between the bars of a slot, which would be one else. In a slot of so many that only these
  /// would be seen there are none until page.js shows less of it.
  [[nodiscard]] std::string separators() const {
    constexpr std::size_t bars_max = 200;  // as in page.js
    std::string path;
    for (std::size_t first = 0, last = 0; first < by_slot_.size(); first = last) {
      const std::uint32_t slot = view_.tries[by_slot_[first]].slot;
      while (last < by_slot_.size() && view_.tries[by_slot_[last]].slot == slot) ++last;
      if (last - first > bars_max) continue;
      for (std::size_t place = first + 1; place < last; ++place)
        fmt::format_to(std::back_inserter(path), "M{} {:.7g}v{:.4g}",
                       x_of(view_.tries[by_slot_[place]].start), row_height_ * slot, row_height_);
    }
    return "<path class=\"separators\" fill=\"none\" stroke=\"Canvas\" "
           "vector-effect=\"non-scaling-stroke\" d=\"" +
           path + "\"/>\n";
  }

  void add_slot_labels(Chart& chart) const {
    constexpr double distance_min = 14;
    const auto every = static_cast<std::size_t>(std::ceil(distance_min / row_height_));
    for (std::size_t slot = 0; slot < slots_; slot += every)
      chart.add_label(row_height_ * (static_cast<double>(slot) + 0.5), std::to_string(slot + 1));
  }

  [[nodiscard]] std::string legend() const {
    std::string html = "<ul class=\"legend\">\n";
    const auto add = [&](const Look& look, std::string_view text) {
      fmt::format_to(
          std::back_inserter(html),
          "<li><svg width=\"30\" height=\"14\" aria-hidden=\"true\"><path d=\"M0 7h30\" "
          "stroke=\"{}\" stroke-width=\"{:g}\" stroke-dasharray=\"{}\"/></svg> {}</li>\n",
          look.color, 14 * look.height, look.dashes, text);
    };
    for (const Outcome outcome : outcomes) {
      const auto count = static_cast<std::uint64_t>(
          std::count_if(view_.tries.begin(), view_.tries.end(),
                        [&](const Try& one) { return shown_outcome(one.outcome) == outcome; }));
      const Look& look = look_of(outcome);
      if (count > 0) add(look, fmt::format("{} {}: {}", look.sign, look.word, count_text(count)));
    }
    const bool has_waited = std::any_of(view_.tries.begin(), view_.tries.end(),
                                        [](const Try& one) { return one.waiting.count() > 0; });
    if (has_waited)
      html +=
          "<li><svg width=\"30\" height=\"14\" aria-hidden=\"true\"><path d=\"M0 10h30\" "
          "stroke=\"currentColor\" stroke-opacity=\".75\" stroke-width=\"3\"/></svg> how long its "
          "pipe waited to be read, as a line from the start of its bar</li>\n";
    return html + "</ul>\n";
  }

  const TriesView& view_;
  std::vector<std::uint32_t> by_slot_;
  std::size_t slots_ = 0;
  double row_height_ = 0;
  Scale scale_;
};

}  // namespace

std::string timeline(const TriesView& view) {
  if (view.tries.empty()) return "<p>No worker was started.</p>\n";
  return Timeline(view).html();
}

}  // namespace muster::report
