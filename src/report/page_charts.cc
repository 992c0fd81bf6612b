// The charts on the axis of the timeline.

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "report/page_parts.h"

namespace muster::report {
namespace {

/// What a chart shows: when, and how much.
using Series = std::vector<std::pair<double, double>>;

std::string series_chart(const char* caption, const Series& series, double duration, Unit unit) {
  constexpr double height = 80;
  double greatest = 0;
  for (const auto& [when, much] : series) greatest = std::max(greatest, much);
  if (greatest == 0) return {};
  const Scale x(0, duration, Unit::seconds);
  const Scale y(0, greatest * 1.05, unit);
  std::string points = "0,80";
  double last = 0;
  for (const auto& [when, much] : series) {
    last = x.position(when) * Chart::width;
    fmt::format_to(std::back_inserter(points), " {:.0f},{:.1f}", last,
                   height * (1 - y.position(much)));
  }
  Chart chart(fmt::format("{} over time, at most {}", caption, quantity_text(greatest, unit)),
              height, fmt::format("class=\"time\" data-seconds=\"{:.9g}\"", duration));
  chart.add_horizontal_axis(x);
  chart.add_plot(fmt::format(
      "<polyline class=\"series\" points=\"{} {:.0f},{:g}\" fill=\"#3b83c0\" fill-opacity=\".3\" "
      "stroke=\"#3b83c0\" stroke-width=\"1.5\" vector-effect=\"non-scaling-stroke\" "
      "data-last=\"{:.9g}\" data-unit=\"{}\"/>",
      points, last, height, y.last(),
      unit == Unit::count              ? "count"
      : unit == Unit::bytes_per_second ? "bytes/s"
                                       : "bytes"));
  chart.add_vertical_axis(y);
  return fmt::format("<figure><figcaption>{}: at most {}</figcaption>\n{}</figure>\n", caption,
                     quantity_text(greatest, unit), std::move(chart).svg());
}

/// The most in each part of the run: exact, unlike what is sampled.
Series running_workers(const TriesView& view) {
  std::vector<std::pair<std::chrono::nanoseconds, int>> changes;
  for (const Try& one : view.tries) {
    if (one.pid == 0) continue;  // it could not be started
    changes.emplace_back(one.start, 1);
    changes.emplace_back(end_of(one, view.duration), -1);
  }
  std::sort(changes.begin(), changes.end());
  constexpr std::size_t parts = 1000;
  const double part = seconds_of(view.duration) / parts;
  std::vector<int> most(parts);
  std::size_t place = 0;
  int running = 0;
  for (const auto& [when, change] : changes) {
    const auto until = std::min(static_cast<std::size_t>(seconds_of(when) / part), parts - 1);
    while (place < until) most[++place] = running;
    running += change;
    most[place] = std::max(most[place], running);
  }
  while (place + 1 < parts) most[++place] = running;
  Series series{{0, most[0]}};
  for (std::size_t i = 1; i < parts; ++i) {
    if (most[i] == most[i - 1]) continue;
    const double when = part * static_cast<double>(i);
    series.emplace_back(when, most[i - 1]);
    series.emplace_back(when, most[i]);
  }
  series.emplace_back(seconds_of(view.duration), most.back());
  return series;
}

}  // namespace

std::string resource_charts(const TriesView& view, std::span<const Sample> samples) {
  const std::chrono::nanoseconds duration = view.duration;
  std::string html =
      series_chart("Running workers", running_workers(view), seconds_of(duration), Unit::count);
  if (samples.size() < 2) return html;
  const auto add = [&](const char* caption, Unit unit, auto much_of) {
    Series series;
    for (const Sample& sample : samples)
      series.emplace_back(seconds_of(sample.when), static_cast<double>(much_of(sample)));
    html += series_chart(caption, series, seconds_of(duration), unit);
  };
  Series rate;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    const double begin = seconds_of(samples[i - 1].when);
    const double end = seconds_of(samples[i].when);
    if (end <= begin) continue;
    const double much =
        static_cast<double>(samples[i].bytes - samples[i - 1].bytes) / (end - begin);
    rate.emplace_back(begin, much);
    rate.emplace_back(end, much);
  }
  html += series_chart("Bytes a second from workers", rate, seconds_of(duration),
                       Unit::bytes_per_second);
  add("Memory of init and the Scheduler", Unit::bytes,
      [](const Sample& sample) { return sample.init_bytes + sample.scheduler_bytes; });
  add("Spilled to disk so far", Unit::bytes,
      [](const Sample& sample) { return sample.spilled_bytes; });
  add("Slabs in use", Unit::count, [](const Sample& sample) { return sample.slabs_in_use; });
  return html;
}

}  // namespace muster::report
