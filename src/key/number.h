#ifndef MUSTER_KEY_NUMBER_H
#define MUSTER_KEY_NUMBER_H

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace muster::key {

/// How many bytes at the front of `text` are a number as compare_numbers reads it, blanks before it
/// left aside: 0 if no digit is among them.
std::size_t number_length(std::string_view text);

/// Compares the numbers that two records begin with, as GNU `sort -n` does in the C locale:
/// blanks, an optional minus, digits, an optional point and more digits; any number of digits; no
/// number is zero. Returns less than, equal to or greater than 0.
int compare_numbers(std::string_view a, std::string_view b);

/// The number a record begins with, cut to an integer towards zero and to ±number_limit, and what
/// was cut off: fraction_of_integer if nothing was, more or less if the number is.
struct Truncated {
  std::int64_t number = 0;
  std::uint32_t fraction = 0;
};
/// Never decreases along the order of compare_numbers.
Truncated truncated_number(std::string_view record);

/// The fraction of an integer: in the middle, since -0.5 is cut to 0 as well.
inline constexpr std::uint32_t fraction_of_integer = std::uint32_t{1} << 31U;

/// Whether texts that are cut to this are the same number.
bool is_exact(const Truncated& truncated);

inline constexpr std::int64_t number_limit = 1'000'000'000'000'000'000;

/// Between an integer and the unsigned integer that encodes it in the same order.
inline std::uint64_t prefix_of_number(std::int64_t number) {
  return std::bit_cast<std::uint64_t>(number) ^ (std::uint64_t{1} << 63U);
}
inline std::int64_t number_of_prefix(std::uint64_t prefix) {
  return std::bit_cast<std::int64_t>(prefix ^ (std::uint64_t{1} << 63U));
}

/// The most bytes that a canonical integer takes: a minus and 18 digits.
inline constexpr std::size_t canonical_bytes_max = 19;

namespace detail {

inline constexpr std::uint64_t eight_zeros = 0x3030303030303030U;  // as digits

inline std::uint64_t load_little_endian(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

/// The value of eight ASCII digits, the first in the lowest byte: neighbours are added up into
/// pairs, fours and the whole, all lanes of the word at once.
inline std::uint64_t eight_digits(std::uint64_t word) {
  word -= eight_zeros;
  word = (word * 10 + (word >> 8U)) & 0x00FF00FF00FF00FFU;
  word = (word * 100 + (word >> 16U)) & 0x0000FFFF0000FFFFU;
  return (word * 10'000 + (word >> 32U)) & 0x00000000FFFFFFFFU;
}

/// The high bit of every byte of `word` that is not an ASCII digit.
inline std::uint64_t non_digits(std::uint64_t word) {
  const std::uint64_t low_bits = word & 0x7F7F7F7F7F7F7F7FU;
  const std::uint64_t above_nine = low_bits + 0x4646464646464646U;
  const std::uint64_t below_zero = 0xAFAFAFAFAFAFAFAFU - low_bits;
  return (above_nine | below_zero | word) & 0x8080808080808080U;
}

}  // namespace detail

/// How many bytes parse_canonical may look at, wherever the record ends.
inline constexpr std::size_t parse_bytes = 32;

/// If a record that is a canonical integer starts at `text` (a minus at most, no leading zero,
/// no "-0", at most 18 digits, then the delimiter), gives its value and its length without the
/// delimiter. Such a record can be written again from its value alone, so its bytes need not be
/// kept. Otherwise returns 0. parse_bytes from `text` on must be readable.
inline std::size_t parse_canonical(const char* text, char delimiter, std::int64_t& value) {
  const std::size_t minus = *text == '-' ? 1 : 0;
  const char* const digits = text + minus;
  std::uint64_t number = 0;
  std::size_t count = 0;
  std::uint64_t word = detail::load_little_endian(digits);
  std::uint64_t stop = detail::non_digits(word);
  while (stop == 0) {  // eight digits and perhaps more
    if (count == 16) return 0;
    number = number * 100'000'000 + detail::eight_digits(word);
    count += 8;
    word = detail::load_little_endian(digits + count);
    stop = detail::non_digits(word);
  }
  const auto rest = static_cast<std::size_t>(std::countr_zero(stop)) / 8;  // digits in this word
  if (rest > 0) {
    constexpr std::uint64_t powers[] = {1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000};
    const std::uint64_t aligned = word << (64 - 8 * rest);  // its digits moved to the top…
    const std::uint64_t zeros = detail::eight_zeros >> (8 * rest);  // …and '0' below them
    number = number * powers[rest] + detail::eight_digits(aligned | zeros);
    count += rest;
  }
  if (count == 0 || count > 18 || digits[count] != delimiter) return 0;
  if (*digits == '0' && (count > 1 || minus != 0)) return 0;
  value = minus != 0 ? -static_cast<std::int64_t>(number) : static_cast<std::int64_t>(number);
  return count + minus;
}

/// Writes `value` (within ±number_limit) in decimal at `to` and returns the end. Up to
/// canonical_bytes_max + 8 bytes may be written.
char* format_canonical(std::int64_t value, char* to);

}  // namespace muster::key

#endif
