// Charts as SVG that needs neither CSS nor JavaScript: every length is a presentation attribute,
// and horizontal ones are percentages, so that a chart is as wide as its place and its text is not
// stretched. What is drawn stands in an SVG of its own, which is stretched.

#ifndef MUSTER_REPORT_CHART_H
#define MUSTER_REPORT_CHART_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::report {

/// What numbers are, for labels.
enum class Unit : std::uint8_t { seconds, count, bytes, bytes_per_second, value };

/// Numbers from `first` to `last` as positions from 0 to 1.
class Scale {
 public:
  enum class Kind : std::uint8_t { linear, logarithmic };

  /// A logarithmic scale has positive numbers only.
  Scale(double first, double last, Unit unit, Kind kind = Kind::linear);

  [[nodiscard]] double first() const { return first_; }
  [[nodiscard]] double last() const { return last_; }
  [[nodiscard]] bool is_logarithmic() const { return kind_ == Kind::logarithmic; }
  [[nodiscard]] double position(double number) const;
  /// The number at a position.
  [[nodiscard]] double number_at(double position) const;
  /// Round numbers between the first and the last, no more than `count_max` of them, in order.
  [[nodiscard]] std::vector<double> ticks(unsigned count_max) const;
  /// One of these ticks for people.
  [[nodiscard]] std::string label(double tick) const;

 private:
  [[nodiscard]] double step(unsigned count_max) const;

  double first_;
  double last_;
  Unit unit_;
  Kind kind_;
};

/// What people read of a number that is no tick.
std::string quantity_text(double number, Unit unit);

/// One chart; its parts are added from the back to the front.
class Chart {
 public:
  /// How wide the coordinates of what is drawn are.
  static constexpr double width = 100'000;

  /// `description` is what a reader is told who does not see it. `height` is in pixels, without the
  /// labels of the horizontal axis. `attributes` go to the <svg>.
  Chart(std::string_view description, double height, std::string_view attributes = {});

  void add_horizontal_axis(const Scale& scale);
  /// Its zero is at the bottom, its labels in the plot.
  void add_vertical_axis(const Scale& scale);
  /// At the left of the plot, with its middle at `y`.
  void add_label(double y, std::string_view text);
  /// Elements whose x goes from 0 to `width` and whose y goes from 0 to the height.
  void add_plot(std::string_view elements);

  /// The whole element.
  [[nodiscard]] std::string svg() &&;

 private:
  double height_;
  std::string svg_;
};

}  // namespace muster::report

#endif
