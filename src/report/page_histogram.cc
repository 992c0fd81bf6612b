// Histograms, and the quantiles beside them.

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "report/html.h"
#include "report/page_parts.h"
#include "report/quantities.h"

namespace muster::report {
namespace {

constexpr std::size_t bins = 48;
constexpr double height = 120;

/// Logarithmic if most of them would be in one bin else.
Scale scale_for(double least, double greatest, double low, double high, Unit unit) {
  constexpr double ratio = 50;
  const bool is_skewed = low > 0 && high / low > ratio && least > 0;
  return Scale(least, greatest, unit, is_skewed ? Scale::Kind::logarithmic : Scale::Kind::linear);
}

/// `heights[i]` is how many there are between the numbers at i / bins and (i + 1) / bins of
/// `scale`.
std::string bars(const std::array<double, bins>& heights, const Scale& scale,
                 const std::string& description, Unit vertical) {
  const double highest = *std::max_element(heights.begin(), heights.end());
  const Scale y(0, highest * 1.05, vertical);
  constexpr double bin_width = Chart::width / bins;
  std::string path;
  for (std::size_t i = 0; i < bins; ++i) {
    if (heights[i] <= 0) continue;
    // One that is not empty can be seen.
    const double bar = std::max(height * y.position(heights[i]), 1.0);
    fmt::format_to(std::back_inserter(path), "M{:.0f} {:g}v-{:.1f}h{:.0f}v{:.1f}z",
                   bin_width * static_cast<double>(i), height, bar, bin_width * 0.9, bar);
  }
  Chart chart(description, height, "class=\"histogram\"");
  chart.add_plot("<path fill=\"#3b83c0\" d=\"" + path + "\"/>");
  chart.add_horizontal_axis(scale);
  chart.add_vertical_axis(y);
  return std::move(chart).svg();
}

/// Of those that people ask for; `at` gives the number at a share of the order.
template <typename At>
std::string quantile_table(const At& at, Unit unit) {
  constexpr std::array<std::pair<double, const char*>, 9> shares{{{0, "least"},
                                                                  {0.01, "1 %"},
                                                                  {0.05, "5 %"},
                                                                  {0.25, "25 %"},
                                                                  {0.5, "median"},
                                                                  {0.75, "75 %"},
                                                                  {0.95, "95 %"},
                                                                  {0.99, "99 %"},
                                                                  {1, "greatest"}}};
  std::string heads;
  std::string cells;
  for (const auto& [share, name] : shares) {
    fmt::format_to(std::back_inserter(heads), "<th scope=\"col\">{}", name);
    fmt::format_to(std::back_inserter(cells), "<td>{}", html_text(quantity_text(at(share), unit)));
  }
  return "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Quantiles\"><table "
         "class=\"quantiles\">\n<tr>" +
         heads + "\n<tr>" + cells + "\n</table></div>\n";
}

std::string figure(std::string_view caption, const std::string& content) {
  return fmt::format("<figure><figcaption>{}</figcaption>\n{}</figure>\n", html_text(caption),
                     content);
}

}  // namespace

std::string histogram(std::vector<double> numbers, Unit unit, std::string_view caption) {
  if (numbers.empty()) return {};
  std::sort(numbers.begin(), numbers.end());
  // The least of which at least this share is no greater.
  const auto at = [&](double share) {
    const double rank = std::ceil(share * static_cast<double>(numbers.size()));
    return numbers[rank < 1 ? 0 : static_cast<std::size_t>(rank) - 1];
  };
  if (numbers.front() == numbers.back())
    return figure(caption, fmt::format("<p>All {}: {}</p>\n", count_text(numbers.size()),
                                       quantity_text(numbers.front(), unit)));
  const Scale scale = scale_for(numbers.front(), numbers.back(), at(0.05), at(0.95), unit);
  std::array<double, bins> counts{};
  for (const double number : numbers) {
    const double position = std::clamp(scale.position(number), 0.0, 1.0);
    ++counts[std::min(static_cast<std::size_t>(position * bins), bins - 1)];
  }
  return figure(caption, bars(counts, scale,
                              fmt::format("Histogram. {}: from {} to {}, median {}", caption,
                                          quantity_text(at(0), unit), quantity_text(at(1), unit),
                                          quantity_text(at(0.5), unit)),
                              Unit::count) +
                             quantile_table(at, unit));
}

std::string histogram_of_quantiles(std::span<const double> quantiles, std::uint64_t count,
                                   std::string_view caption) {
  if (quantiles.empty()) return {};
  const double least = quantiles.front();
  const double greatest = quantiles.back();
  if (least == greatest)
    return figure(caption, fmt::format("<p>All {}: {}</p>\n", count_text(count),
                                       quantity_text(least, Unit::value)));
  const auto last = static_cast<double>(quantiles.size() - 1);
  const auto at = [&](double share) {
    return quantiles[static_cast<std::size_t>(std::llround(share * last))];
  };
  const Scale scale = scale_for(least, greatest, at(0.05), at(0.95), Unit::value);
  // Between two quantiles lies the same number of values; where in between is not known, so they
  // are taken to be spread evenly.
  std::array<double, bins> counts{};
  const double each = static_cast<double>(count) / last;
  for (std::size_t i = 1; i < quantiles.size(); ++i) {
    const double begin = std::clamp(scale.position(quantiles[i - 1]), 0.0, 1.0) * bins;
    const double end = std::clamp(scale.position(quantiles[i]), 0.0, 1.0) * bins;
    for (auto bin = static_cast<std::size_t>(begin); bin < bins; ++bin) {
      const double from = std::max(begin, static_cast<double>(bin));
      const double to = std::min(end, static_cast<double>(bin + 1));
      if (end <= begin) counts[bin] += each;  // many equal values
      if (end <= begin || from >= end) break;
      counts[bin] += each * (to - from) / (end - begin);
    }
    if (end <= begin && begin >= bins) counts[bins - 1] += each;
  }
  return figure(caption, bars(counts, scale,
                              fmt::format("Histogram. {}: from {} to {}, median {}", caption,
                                          quantity_text(least, Unit::value),
                                          quantity_text(greatest, Unit::value),
                                          quantity_text(at(0.5), Unit::value)),
                              Unit::count) +
                             quantile_table(at, Unit::value));
}

}  // namespace muster::report
