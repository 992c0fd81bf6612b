#include "key/number.h"

#include <algorithm>
#include <optional>

#include "key/ascii.h"

namespace muster::key {
namespace {

constexpr std::size_t fraction_digits = 9;

/// A number as it is written: digits before the point without leading zeros, digits after it
/// without trailing zeros.
struct Decimal {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;

  [[nodiscard]] bool is_zero() const { return whole.empty() && fraction.empty(); }
};

std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const std::string_view digits(text.data(), static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

Decimal read_decimal(std::string_view text) {
  Decimal decimal;
  skip_blanks(text);
  if (text.starts_with('-')) {
    decimal.negative = true;
    text.remove_prefix(1);
  }
  decimal.whole = take_digits(text);
  decimal.whole.remove_prefix(std::min(decimal.whole.find_first_not_of('0'), decimal.whole.size()));
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    decimal.fraction = take_digits(text);
    decimal.fraction = decimal.fraction.substr(0, decimal.fraction.find_last_not_of('0') + 1);
  }
  if (decimal.is_zero()) decimal.negative = false;
  return decimal;
}

/// A text that is nothing but a minus, perhaps, and digits that fit: most keys are.
std::optional<std::int64_t> read_short_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::int64_t number = 0;
  for (const char digit : text) {
    if (!is_digit(digit)) return std::nullopt;
    number = number * 10 + (digit - '0');
  }
  return negative ? -number : number;
}

/// A number beyond number_limit, by how many digits it has and the first of them.
Truncated truncated_large(const Decimal& decimal) {
  constexpr std::size_t sizes_max = 255;
  constexpr std::size_t first_digits = 6;
  constexpr unsigned first_digits_bits = 20;
  const std::size_t size = std::min(decimal.whole.size() - 18, sizes_max);
  std::uint32_t magnitude = 0;
  if (size < sizes_max)
    for (const char digit : decimal.whole.substr(0, first_digits))
      magnitude = magnitude * 10 + static_cast<std::uint32_t>(digit - '0');
  magnitude += static_cast<std::uint32_t>(size) << first_digits_bits;
  if (decimal.negative) return {-number_limit, fraction_of_integer - magnitude};
  return {number_limit, fraction_of_integer + magnitude};
}

int compare_sizes(const Decimal& a, const Decimal& b) {
  if (a.whole.size() != b.whole.size()) return a.whole.size() < b.whole.size() ? -1 : 1;
  if (const int by_whole = a.whole.compare(b.whole); by_whole != 0) return by_whole;
  return a.fraction.compare(b.fraction);  // no trailing zeros, so a prefix is the smaller number
}

constexpr std::uint64_t eight_digits_end = 100'000'000;

/// Eight digits of a number below 10^8 as bytes, the first in the lowest byte: halves, quarters and
/// single digits in the lanes of one word.
std::uint64_t bytes_of_digits(std::uint64_t number) {
  const std::uint64_t halves = number / 10'000 | (number % 10'000) << 32U;
  const std::uint64_t hundreds = ((halves * 10'486) >> 20U) & 0x0000007F0000007FU;
  const std::uint64_t quarters = hundreds | (halves - 100 * hundreds) << 16U;
  const std::uint64_t tens = ((quarters * 103) >> 10U) & 0x000F000F000F000FU;
  return (tens | (quarters - 10 * tens) << 8U) + detail::eight_zeros;
}

char* put(std::uint64_t bytes, char* to) {
  if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
  std::memcpy(to, &bytes, sizeof bytes);
  return to + sizeof bytes;
}

char* put_eight_digits(std::uint64_t number, char* to) {
  return put(bytes_of_digits(number), to);
}

/// The same without leading zeros.
char* put_first_digits(std::uint64_t number, char* to) {
  const std::uint64_t bytes = bytes_of_digits(number);
  constexpr std::uint64_t last = std::uint64_t{1} << 63U;  // there is one digit at least
  const auto zeros =
      static_cast<unsigned>(std::countr_zero((bytes - detail::eight_zeros) | last)) / 8;
  return put(bytes >> (8 * zeros), to) - zeros;
}

}  // namespace

std::size_t number_length(std::string_view text) {
  const std::size_t bytes = text.size();
  if (text.starts_with('-')) text.remove_prefix(1);
  std::size_t digits = take_digits(text).size();
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    digits += take_digits(text).size();
  }
  return digits == 0 ? 0 : bytes - text.size();
}

int compare_numbers(std::string_view a, std::string_view b) {
  const Decimal x = read_decimal(a);
  const Decimal y = read_decimal(b);
  if (x.negative != y.negative) return x.negative ? -1 : 1;
  return x.negative ? compare_sizes(y, x) : compare_sizes(x, y);
}

// The fraction is a number of nine digits, twice, with one added if there are more digits.
Truncated truncated_number(std::string_view record) {
  if (const auto integer = read_short_integer(record)) return {*integer, fraction_of_integer};
  const Decimal decimal = read_decimal(record);
  if (decimal.whole.size() > 18) return truncated_large(decimal);
  std::int64_t number = 0;
  for (const char digit : decimal.whole) number = number * 10 + (digit - '0');
  std::uint32_t fraction = 0;
  for (std::size_t i = 0; i < fraction_digits; ++i)
    fraction =
        fraction * 10 +
        (i < decimal.fraction.size() ? static_cast<std::uint32_t>(decimal.fraction[i] - '0') : 0);
  fraction = fraction * 2 + (decimal.fraction.size() > fraction_digits ? 1 : 0);
  if (decimal.negative) return {-number, fraction_of_integer - fraction};
  return {number, fraction_of_integer + fraction};
}

bool is_exact(const Truncated& truncated) {
  return truncated.number > -number_limit && truncated.number < number_limit &&
         truncated.fraction % 2 == 0;
}

char* format_canonical(std::int64_t value, char* to) {
  if (value < 0) *to++ = '-';
  const auto size = static_cast<std::uint64_t>(value < 0 ? -value : value);
  if (size < eight_digits_end) return put_first_digits(size, to);
  const std::uint64_t high = size / eight_digits_end;
  to = high < eight_digits_end ? put_first_digits(high, to)
                               : put_eight_digits(high % eight_digits_end,
                                                  put_first_digits(high / eight_digits_end, to));
  return put_eight_digits(size % eight_digits_end, to);
}

}  // namespace muster::key
