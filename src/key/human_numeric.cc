#include "key/human_numeric.h"

#include <algorithm>
#include <cstdint>

#include "key/ascii.h"
#include "key/number.h"

namespace muster::key {
namespace {

/// The power of the unit that `text` begins with; 0 if it begins with none.
int power_at_front(std::string_view text) {
  constexpr std::string_view units = "KMGTPEZY";
  if (text.empty()) return 0;
  const std::size_t found = text.front() == 'k' ? 0 : units.find(text.front());
  return found == std::string_view::npos ? 0 : static_cast<int>(found) + 1;
}

/// The power of the unit after a number, negative for a negative number; 0 without one, and for
/// zeros, whose unit does not count.
int unit_power(std::string_view text) {
  skip_blanks(text);
  const std::string_view number = text.substr(0, number_length(text));
  if (number.find_first_of("123456789") == std::string_view::npos) return 0;
  const int power = power_at_front(text.substr(number.size()));
  return number.starts_with('-') ? -power : power;
}

/// What of the number itself fits into a prefix, beside the unit.
constexpr std::int64_t prefix_number_max = std::int64_t{1} << 57U;
constexpr unsigned number_bits = 59;

}  // namespace

int compare_human(std::string_view a, std::string_view b) {
  const int by_unit = unit_power(a) - unit_power(b);
  return by_unit != 0 ? by_unit : compare_numbers(a, b);
}

std::size_t human_length(std::string_view text) {
  const std::size_t bytes = number_length(text);
  return bytes > 0 && power_at_front(text.substr(bytes)) != 0 ? bytes + 1 : bytes;
}

Prefix prefix_of_human(std::string_view text) {
  const Truncated truncated = truncated_number(text);
  const std::int64_t number = std::clamp(truncated.number, -prefix_number_max, prefix_number_max);
  const bool fits = number > -prefix_number_max && number < prefix_number_max;
  return {(static_cast<std::uint64_t>(unit_power(text) + 8) << number_bits) |
              static_cast<std::uint64_t>(number + prefix_number_max),
          fits ? truncated.fraction : 0};
}

bool human_prefix_decides(const Prefix& prefix) {
  const auto shifted =
      static_cast<std::int64_t>(prefix.high & ((std::uint64_t{1} << number_bits) - 1));
  const std::int64_t number = shifted - prefix_number_max;
  return number > -prefix_number_max && number < prefix_number_max &&
         is_exact({number, prefix.low});
}

}  // namespace muster::key
