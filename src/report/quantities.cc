#include "report/quantities.h"

#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "report/running.h"

namespace muster::report {

std::string count_text(std::uint64_t count) {
  std::string text = std::to_string(count);
  for (std::size_t left = text.size(); left > 3;) text.insert(left -= 3, 1, ',');
  return text;
}

std::string seconds_text(double seconds) {
  const auto with_three_digits = [](double number, const char* unit) {
    return fmt::format("{:.{}f} {}", number, number < 9.995 ? 2 : number < 99.95 ? 1 : 0, unit);
  };
  if (seconds == 0) return "0 s";
  if (seconds < 0.000'999'5) return fmt::format("{:.0f} µs", seconds * 1e6);
  if (seconds < 0.999'5) return with_three_digits(seconds * 1e3, "ms");
  if (seconds < 59.95) return with_three_digits(seconds, "s");
  return clock_text(std::chrono::seconds(std::llround(seconds)));
}

std::string counted(std::uint64_t count, const char* noun) {
  return fmt::format("{} {}{}", count_text(count), noun, count == 1 ? "" : "s");
}

}  // namespace muster::report
