#include "order/human.h"

#include <algorithm>
#include <cstdint>

#include "order/letters.h"
#include "order/number.h"

namespace muster::order {
namespace {

/// The power of the unit behind a number, negative for a negative number; 0 without one, and for
/// zeros, whose unit does not count.
int unit_power(std::string_view text) {
  skip_blanks(text);
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  bool has_other_than_zero = false;
  const auto skip_digits = [&] {
    while (!text.empty() && is_digit(text.front())) {
      has_other_than_zero = has_other_than_zero || text.front() != '0';
      text.remove_prefix(1);
    }
  };
  skip_digits();
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    skip_digits();
  }
  if (!has_other_than_zero || text.empty()) return 0;
  constexpr std::string_view units = "KMGTPEZY";
  const std::size_t found = text.front() == 'k' ? 0 : units.find(text.front());
  const int power = found == std::string_view::npos ? 0 : static_cast<int>(found) + 1;
  return negative ? -power : power;
}

/// What of the number itself fits into a prefix, beside the unit.
constexpr std::int64_t prefix_number_max = std::int64_t{1} << 57U;
constexpr unsigned number_bits = 59;

}  // namespace

int compare_human(std::string_view a, std::string_view b) {
  const int by_unit = unit_power(a) - unit_power(b);
  return by_unit != 0 ? by_unit : compare_numbers(a, b);
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

}  // namespace muster::order
