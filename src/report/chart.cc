#include "report/chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "report/html.h"
#include "report/quantities.h"
#include "report/running.h"

namespace muster::report {
namespace {

// In percent of the width of the chart.
constexpr double plot_left = 6;
constexpr double plot_width = 92.5;
constexpr double label_middle_max = 95;  // farther right, a label has its end at its tick
constexpr double axis_height = 22;       // in pixels, below the plot

double percent(double position) {
  return plot_left + plot_width * position;
}

/// Bytes are counted in powers of two, so their steps are too.
bool is_binary(Unit unit) {
  return unit == Unit::bytes || unit == Unit::bytes_per_second;
}

bool is_whole(Unit unit) {
  return unit == Unit::count || is_binary(unit);
}

/// How many decimals tell ticks apart that lie so far from each other.
int decimals_of(double step) {
  return std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 9);
}

}  // namespace

Scale::Scale(double first, double last, Unit unit, Kind kind)
    : first_(first), last_(last > first ? last : first + 1), unit_(unit), kind_(kind) {}

double Scale::position(double number) const {
  if (is_logarithmic()) return std::log(number / first_) / std::log(last_ / first_);
  return (number - first_) / (last_ - first_);
}

double Scale::number_at(double position) const {
  if (is_logarithmic()) return first_ * std::pow(last_ / first_, position);
  return first_ + position * (last_ - first_);
}

/// The least of 1, 2, 5, 10, … for which there are no more ticks; or 1, 2, 4, … for bytes.
double Scale::step(unsigned count_max) const {
  const double least = (last_ - first_) / count_max;
  if (is_binary(unit_)) return std::exp2(std::ceil(std::log2(std::max(least, 1.0))));
  const double power = std::pow(10, std::floor(std::log10(least)));
  double step = 10 * power;
  for (const double factor : {5, 2, 1})
    if (factor * power >= least) step = factor * power;
  if (is_whole(unit_)) return std::max(step, 1.0);
  // Minutes and hours.
  if (unit_ == Unit::seconds && least > 10)
    for (const double seconds : {7200, 3600, 1800, 900, 300, 120, 60, 30, 20})
      if (seconds >= least) step = seconds;
  return step;
}

std::vector<double> Scale::ticks(unsigned count_max) const {
  std::vector<double> ticks;
  if (is_logarithmic()) {
    const double first = std::ceil(std::log10(first_) - 1e-9);
    const double decades = std::log10(last_) - first;
    const double step = std::max(1.0, std::ceil(decades / count_max));
    for (double power = first; power <= std::log10(last_) + 1e-9; power += step)
      ticks.push_back(std::pow(10, power));
    return ticks;
  }
  const double size = step(count_max);
  // The very last would be counted twice where it is rounded.
  for (double i = std::ceil(first_ / size - 1e-9) + 0.0; i * size <= last_ + size * 1e-9; ++i)
    ticks.push_back(i * size);
  if (ticks.size() > count_max + 1) ticks.resize(count_max + 1);
  return ticks;
}

std::string Scale::label(double tick) const {
  if (is_logarithmic() || is_whole(unit_)) return quantity_text(tick, unit_);
  constexpr unsigned usual_count = 6;
  const double size = step(usual_count);
  if (unit_ == Unit::value)
    return std::abs(tick) >= 1e15 || size < 1e-6 ? fmt::format("{:.4g}", tick)
                                                 : fmt::format("{:.{}f}", tick, decimals_of(size));
  if (last_ >= 120) return clock_text(std::chrono::seconds(std::llround(tick)));
  if (last_ < 0.5) return fmt::format("{:.{}f} ms", tick * 1e3, decimals_of(size * 1e3));
  return fmt::format("{:.{}f} s", tick, decimals_of(size));
}

std::string quantity_text(double number, Unit unit) {
  const auto whole = static_cast<std::uint64_t>(std::llround(std::max(number, 0.0)));
  switch (unit) {
    case Unit::seconds:
      return seconds_text(number);
    case Unit::count:
      return count_text(whole);
    case Unit::bytes:
      return bytes_text(whole);
    case Unit::bytes_per_second:
      return bytes_text(whole) + "/s";
    case Unit::value:
      return fmt::format("{:.10g}", number);
  }
  return {};
}

Chart::Chart(std::string_view description, double height, std::string_view attributes)
    : height_(height) {
  fmt::format_to(std::back_inserter(svg_),
                 "<svg width=\"100%\" height=\"{:g}\" role=\"img\" aria-label=\"{}\" "
                 "font-size=\"11\" font-family=\"sans-serif\" fill=\"currentColor\"{}{}>\n",
                 height + axis_height, html_text(description), attributes.empty() ? "" : " ",
                 attributes);
}

void Chart::add_horizontal_axis(const Scale& scale) {
  constexpr unsigned ticks_max = 5;  // what fits the screen of a phone
  const auto out = std::back_inserter(svg_);
  svg_ += "<g class=\"ticks\" text-anchor=\"middle\">";
  for (const double tick : scale.ticks(ticks_max)) {
    const double x = percent(scale.position(tick));
    fmt::format_to(out,
                   "<line x1=\"{0:.4g}%\" x2=\"{0:.4g}%\" y2=\"{1:g}\" stroke=\"currentColor\" "
                   "stroke-opacity=\".2\"/><text x=\"{0:.4g}%\" y=\"{2:g}\"{3}>{4}</text>",
                   x, height_ + 4, height_ + 16, x > label_middle_max ? " text-anchor=\"end\"" : "",
                   html_text(scale.label(tick)));
  }
  svg_ += "</g>\n";
}

void Chart::add_vertical_axis(const Scale& scale) {
  constexpr unsigned ticks_max = 3;
  const auto out = std::back_inserter(svg_);
  for (const double tick : scale.ticks(ticks_max)) {
    const double y = height_ * (1 - scale.position(tick));
    fmt::format_to(out,
                   "<line x1=\"{:g}%\" x2=\"{:g}%\" y1=\"{:.1f}\" y2=\"{:.1f}\" "
                   "stroke=\"currentColor\" stroke-opacity=\".2\"/>",
                   plot_left, plot_left + plot_width, y, y);
    if (tick > scale.first())
      fmt::format_to(out,
                     "<text x=\"{:g}%\" y=\"{:.1f}\" stroke=\"Canvas\" stroke-width=\"3\" "
                     "paint-order=\"stroke\">{}</text>",
                     plot_left + 0.4, y + 12, html_text(scale.label(tick)));
  }
  svg_ += '\n';
}

void Chart::add_label(double y, std::string_view text) {
  fmt::format_to(std::back_inserter(svg_),
                 "<text x=\"{:g}%\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>", plot_left - 0.6,
                 y + 4, html_text(text));
}

void Chart::add_plot(std::string_view elements) {
  fmt::format_to(std::back_inserter(svg_),
                 "<svg class=\"plot\" x=\"{:g}%\" width=\"{:g}%\" height=\"{:g}\" "
                 "viewBox=\"0 0 {:g} {:g}\" preserveAspectRatio=\"none\">{}</svg>\n",
                 plot_left, plot_width, height_, width, height_, elements);
}

std::string Chart::svg() && {
  svg_ += "</svg>\n";
  return std::move(svg_);
}

}  // namespace muster::report
