#include "key/general_numeric.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <optional>
#include <string>

#include "key/ascii.h"

namespace muster::key {
namespace {

/// What strtold makes of a text. Those that are no number come before NaN, and NaN before all
/// others.
struct General {
  enum Class { no_number, nan, number } kind = no_number;
  long double value = 0;
};

/// The usual cases, thirty times as fast as strtold and bit for bit the same: text that begins with
/// a letter of no number; and up to 19 digits, which a long double holds exactly, over or times a
/// power of ten, which it holds exactly too, so that the one operation rounds once (Clinger, "How
/// to read floating point numbers accurately", 1990). Nothing if the text is anything else.
std::optional<General> read_usual(std::string_view text) {
  static constexpr long double powers[] = {1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,
                                           1e7L,  1e8L,  1e9L,  1e10L, 1e11L, 1e12L, 1e13L,
                                           1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L, 1e20L,
                                           1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L};
  constexpr int power_max = 27;  // 5^27 < 2^64
  skip_blanks(text);
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  constexpr std::string_view beginnings = "iInN";  // of inf and nan
  if (!text.empty() && is_letter(text.front()) &&
      beginnings.find(text.front()) == std::string_view::npos)
    return General{};

  std::uint64_t digits = 0;
  std::size_t count = 0;
  int power = 0;
  bool has_point = false;
  for (; !text.empty(); text.remove_prefix(1)) {
    const char c = text.front();
    if (is_digit(c)) {
      digits = digits * 10 + static_cast<std::uint64_t>(c - '0');
      ++count;
      if (has_point) --power;
    } else if (c == '.' && !has_point) {
      has_point = true;
    } else {
      break;
    }
  }
  if (count == 0 || count > 19 || text.starts_with('x') || text.starts_with('X'))
    return std::nullopt;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    const bool is_negative_power = text.starts_with('-');
    if (is_negative_power || text.starts_with('+')) text.remove_prefix(1);
    int written = 0;
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1)) {
      if (written > power_max) return std::nullopt;
      written = written * 10 + (text.front() - '0');
    }
    power += is_negative_power ? -written : written;
  }
  if (power < -power_max || power > power_max) return std::nullopt;
  const auto value = static_cast<long double>(digits);
  const long double result = power < 0 ? value / powers[-power] : value * powers[power];
  return General{General::number, negative ? -result : result};
}

General read_general(std::string_view text) {
  if (const auto usual = read_usual(text)) return *usual;
  // strtold wants a zero at the end; a number in a key is short.
  char stack[128];
  std::string heap;
  const char* start = stack;
  if (text.size() < sizeof stack) {
    std::memcpy(stack, text.data(), text.size());
    stack[text.size()] = 0;
  } else {
    heap = text;
    start = heap.c_str();
  }
  char* end = nullptr;
  const long double value = std::strtold(start, &end);
  if (end == start) return {};
  return {std::isnan(value) ? General::nan : General::number, value};
}

/// A long double of the x87, which is what x86-64 has: 64 bits of mantissa, then sign and exponent.
struct Extended {
  std::uint64_t mantissa = 0;
  std::uint16_t sign_and_exponent = 0;
};
constexpr bool is_extended = std::numeric_limits<long double>::digits == 64;

/// What has no number in it, and NaN, whose prefix decides nothing.
constexpr Prefix no_number_prefix{0, 0};
constexpr Prefix nan_prefix{0, 1};

}  // namespace

int compare_general(std::string_view a, std::string_view b) {
  const General x = read_general(a);
  const General y = read_general(b);
  if (x.kind != y.kind) return x.kind < y.kind ? -1 : 1;
  if (x.kind == General::nan)  // by sign and payload, so that the order is total
    return std::memcmp(&x.value, &y.value, 10);
  return (x.value > y.value) - (x.value < y.value);
}

std::size_t general_length(std::string_view text) {
  const std::string copy(text);
  char* end = nullptr;
  (void)std::strtold(copy.c_str(), &end);
  return static_cast<std::size_t>(end - copy.c_str());
}

// The bits of a number are all in the prefix, flipped so that they compare as unsigned ones. Minus
// infinity comes out lowest, above the two classes before. A machine with other long doubles makes
// do with an order of classes.
Prefix prefix_of_general(std::string_view text) {
  const General general = read_general(text);
  if (general.kind == General::no_number) return no_number_prefix;
  if (general.kind == General::nan || !is_extended) return nan_prefix;
  const long double value = general.value == 0 ? 0 : general.value;  // -0 is 0
  Extended bits;
  std::memcpy(&bits.mantissa, &value, sizeof bits.mantissa);
  std::memcpy(&bits.sign_and_exponent, reinterpret_cast<const char*>(&value) + sizeof bits.mantissa,
              sizeof bits.sign_and_exponent);
  constexpr std::uint16_t sign = 0x8000;
  if ((bits.sign_and_exponent & sign) != 0)
    bits = {~bits.mantissa, static_cast<std::uint16_t>(~bits.sign_and_exponent)};
  else
    bits.sign_and_exponent |= sign;
  return {(std::uint64_t{bits.sign_and_exponent} << 48U) | (bits.mantissa >> 16U),
          static_cast<std::uint32_t>(bits.mantissa << 16U)};
}

bool general_prefix_decides(const Prefix& prefix) {
  return prefix != nan_prefix;
}

}  // namespace muster::key
