#include "report/chart.h"

#include <gtest/gtest.h>

namespace muster::report {
namespace {

std::vector<std::string> labels(const Scale& scale, unsigned count_max) {
  std::vector<std::string> labels;
  for (const double tick : scale.ticks(count_max)) labels.push_back(scale.label(tick));
  return labels;
}

using Labels = std::vector<std::string>;

TEST(Scale, HasRoundTicks) {
  EXPECT_EQ(labels(Scale(0, 8.7, Unit::seconds), 5), (Labels{"0 s", "2 s", "4 s", "6 s", "8 s"}));
  EXPECT_EQ(labels(Scale(0, 0.042, Unit::seconds), 5),
            (Labels{"0 ms", "10 ms", "20 ms", "30 ms", "40 ms"}));
  EXPECT_EQ(labels(Scale(0, 1.3, Unit::seconds), 3), (Labels{"0.0 s", "0.5 s", "1.0 s"}));
  EXPECT_EQ(labels(Scale(0, 5400, Unit::seconds), 4),
            (Labels{"0:00", "30:00", "1:00:00", "1:30:00"}));
  EXPECT_EQ(labels(Scale(0, 3, Unit::count), 5), (Labels{"0", "1", "2", "3"}));
  EXPECT_EQ(labels(Scale(0, 5e6, Unit::bytes), 3), (Labels{"0 B", "2.0 MiB", "4.0 MiB"}));
  EXPECT_EQ(labels(Scale(-12, 31, Unit::value), 5), (Labels{"-10", "0", "10", "20", "30"}));
}

TEST(Scale, HasNoMoreTicksThanFit) {
  for (const Unit unit : {Unit::seconds, Unit::count, Unit::bytes, Unit::value})
    for (double last = 1e-6; last < 1e15; last *= 1.7) {
      const Scale scale(0, last, unit);
      EXPECT_LE(scale.ticks(5).size(), 6U) << last;
      for (const double tick : scale.ticks(5)) EXPECT_LE(scale.position(tick), 1.001) << last;
    }
}

TEST(Scale, HasPowersOfTenAsTicksWhereItIsLogarithmic) {
  const Scale scale(0.5, 20'000, Unit::count, Scale::Kind::logarithmic);
  EXPECT_EQ(labels(scale, 5), (Labels{"1", "10", "100", "1,000", "10,000"}));
  EXPECT_DOUBLE_EQ(scale.position(0.5), 0);
  EXPECT_DOUBLE_EQ(scale.position(20'000), 1);
  EXPECT_DOUBLE_EQ(scale.position(100), 0.5);
}

TEST(Scale, HasAnExtentEvenIfAllNumbersAreOne) {
  EXPECT_EQ(Scale(0, 0, Unit::count).position(0), 0);
  EXPECT_EQ(labels(Scale(0, 0, Unit::count), 3), (Labels{"0", "1"}));
}

TEST(Chart, NeedsNoStyle) {
  Chart chart("a < b", 80);
  chart.add_horizontal_axis(Scale(0, 10, Unit::seconds));
  chart.add_vertical_axis(Scale(0, 10, Unit::count));
  chart.add_label(9, "<1>");
  chart.add_plot("<path d=\"M0 0h10\"/>");
  const std::string svg = std::move(chart).svg();
  EXPECT_EQ(svg.find("style"), std::string::npos);
  EXPECT_NE(svg.find("aria-label=\"a &lt; b\""), std::string::npos);
  EXPECT_NE(svg.find("&lt;1&gt;"), std::string::npos);
  EXPECT_NE(svg.find("viewBox=\"0 0 100000 80\""), std::string::npos);
}

}  // namespace
}  // namespace muster::report
