// The parts of a record that are compared, and the ways to compare them: those of GNU sort in the C
// locale, whose manual is the specification and whose binary is the oracle of the tests.

#include "order/key.h"

#define XXH_INLINE_ALL  // header only: no library to load
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "order/letters.h"
#include "order/number.h"
#include "order/version.h"

namespace muster::order {
namespace {

/// Walks over a record field by field.
class Position {
 public:
  Position(std::string_view record, Separator separator) : record_(record), separator_(separator) {}

  /// Past one field; and, if there is a separator and `with_separator`, past that.
  void skip_field(bool with_separator) {
    if (separator_.is_given) {
      at_ = std::min(record_.find(separator_.byte, at_), record_.size());
      if (with_separator && at_ < record_.size()) ++at_;
    } else {
      skip_blanks();
      while (at_ < record_.size() && !is_blank(record_[at_])) ++at_;
    }
  }
  void skip_blanks() {
    while (at_ < record_.size() && is_blank(record_[at_])) ++at_;
  }
  void skip_bytes(std::uint64_t bytes) { at_ += std::min(bytes, left()); }

  [[nodiscard]] std::uint64_t left() const { return record_.size() - at_; }
  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  std::string_view record_;
  Separator separator_;
  std::size_t at_ = 0;
};

std::size_t key_start(std::string_view record, const Key& key, Separator separator) {
  Position position(record, separator);
  for (std::uint64_t i = 0; i < key.first_field && position.left() > 0; ++i)
    position.skip_field(/*with_separator=*/true);
  if (key.skip_blanks_at_start) position.skip_blanks();
  position.skip_bytes(key.first_byte);
  return position.at();
}

std::size_t key_end(std::string_view record, const Key& key, Separator separator) {
  if (key.last_field == Key::to_the_end) return record.size();
  Position position(record, separator);
  const bool is_whole_field = key.last_bytes == 0;
  const std::uint64_t fields = key.last_field + (is_whole_field ? 1 : 0);
  for (std::uint64_t i = 0; i < fields && position.left() > 0; ++i)
    position.skip_field(/*with_separator=*/i + 1 < fields || !is_whole_field);
  if (!is_whole_field) {
    if (key.skip_blanks_at_end) position.skip_blanks();
    position.skip_bytes(key.last_bytes);
  }
  return position.at();
}

// --- general numbers -----------------------------------------------------------------------------

/// What strtold makes of a text. Those that are no number come before NaN, and NaN before all
/// others.
struct General {
  enum Class { no_number, nan, number } kind = no_number;
  long double value = 0;
};

/// The usual case, thirty times as fast as strtold and bit for bit the same: up to 19 digits, which
/// a long double holds exactly, over a power of ten, which it holds exactly too, so that the one
/// division rounds once (Clinger, "How to read floating point numbers accurately", 1990). Says no
/// if the text is anything else.
bool read_short_decimal(std::string_view text, General& general) {
  static constexpr long double powers[] = {1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,
                                           1e7L,  1e8L,  1e9L,  1e10L, 1e11L, 1e12L, 1e13L,
                                           1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L};
  std::size_t at = 0;
  while (at < text.size() && is_blank(text[at])) ++at;
  const bool negative = at < text.size() && text[at] == '-';
  if (negative) ++at;
  std::uint64_t digits = 0;
  std::size_t count = 0;
  std::size_t behind_point = 0;
  bool has_point = false;
  for (; at < text.size(); ++at) {
    if (is_digit(text[at])) {
      digits = digits * 10 + static_cast<std::uint64_t>(text[at] - '0');
      ++count;
      if (has_point) ++behind_point;
    } else if (text[at] == '.' && !has_point) {
      has_point = true;
    } else {
      break;
    }
  }
  if (count == 0 || count > 19) return false;
  if (at < text.size() &&
      (text[at] == 'e' || text[at] == 'E' || text[at] == 'x' || text[at] == 'X'))
    return false;
  const long double value = static_cast<long double>(digits) / powers[behind_point];
  general = {General::number, negative ? -value : value};
  return true;
}

General read_general(std::string_view text) {
  General short_one;
  if (read_short_decimal(text, short_one)) return short_one;
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

int compare_general(std::string_view a, std::string_view b) {
  const General x = read_general(a);
  const General y = read_general(b);
  if (x.kind != y.kind) return x.kind < y.kind ? -1 : 1;
  if (x.kind == General::nan)  // by sign and payload, so that the order is total
    return std::memcmp(&x.value, &y.value, 10);
  return (x.value > y.value) - (x.value < y.value);
}

/// The value's place among all doubles, rounded down to an even one; the lowest bit says whether
/// anything was lost by that. So prefixes of numbers that differ in nothing tie with that bit
/// clear.
std::uint64_t prefix_of_general(std::string_view text) {
  const General general = read_general(text);
  if (general.kind == General::no_number) return 0;
  if (general.kind == General::nan) return 1;  // NaNs may differ
  const auto rounded = static_cast<double>(general.value == 0 ? 0 : general.value);
  const auto bits = std::bit_cast<std::uint64_t>(rounded);
  constexpr std::uint64_t sign = std::uint64_t{1} << 63U;
  // Flipped so that the bits compare as unsigned numbers. Minus infinity comes out lowest, far
  // above the two classes before.
  std::uint64_t place = (bits & sign) != 0 ? ~bits : bits | sign;
  if (static_cast<long double>(rounded) > general.value) --place;
  const bool is_exact = (place & 1U) == 0 && static_cast<long double>(rounded) == general.value;
  return (place & ~std::uint64_t{1}) | (is_exact ? 0 : 1);
}

// --- numbers with units
// ---------------------------------------------------------------------------

/// The power of the unit that `text` begins with; 0 if it begins with none.
int power_at_front(std::string_view text) {
  constexpr std::string_view units = "KMGTPEZY";
  if (text.empty()) return 0;
  const std::size_t found = text.front() == 'k' ? 0 : units.find(text.front());
  return found == std::string_view::npos ? 0 : static_cast<int>(found) + 1;
}

/// The power of the unit behind a number, negative for a negative number; 0 without one, and for
/// zeros, whose unit does not count.
int unit_power(std::string_view text) {
  skip_blanks(text);
  const std::string_view number = text.substr(0, number_length(text));
  if (number.find_first_of("123456789") == std::string_view::npos) return 0;
  const int power = power_at_front(text.substr(number.size()));
  return number.starts_with('-') ? -power : power;
}

std::uint64_t prefix_of_human(std::string_view text) {
  constexpr std::int64_t limit = std::int64_t{1} << 57U;
  const std::int64_t number = std::clamp(truncated_number(text), -limit, limit);
  return (static_cast<std::uint64_t>(unit_power(text) + 8) << 59U) |
         static_cast<std::uint64_t>(number + limit);
}

// --- months
// ------------------------------------------------------------------------------------------

int month_of(std::string_view text) {
  skip_blanks(text);
  if (text.size() < 3) return 0;
  const char name[] = {to_upper(text[0]), to_upper(text[1]), to_upper(text[2])};
  constexpr std::string_view names = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
  for (std::size_t i = 0; i < names.size(); i += 3)
    if (names.substr(i, 3) == std::string_view(name, 3)) return static_cast<int>(i / 3) + 1;
  return 0;
}

// --- random
// -------------------------------------------------------------------------------------------

std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
  return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

int compare_random(std::string_view a, std::string_view b, const RandomSeed& seed) {
  for (const std::uint64_t one : seed) {
    const std::uint64_t x = hash_of(a, one);
    const std::uint64_t y = hash_of(b, one);
    if (x != y) return x < y ? -1 : 1;
  }
  return a.compare(b);
}

// --- bytes
// ----------------------------------------------------------------------------------------------

/// The first eight bytes, the first one highest; a shorter text is padded with zeros, so a tie says
/// nothing about lengths.
std::uint64_t prefix_of_bytes(std::string_view text) {
  std::uint64_t word = 0;
  std::memcpy(&word, text.data(), text.size() < 8 ? text.size() : 8);
  if constexpr (std::endian::native == std::endian::little) word = __builtin_bswap64(word);
  return word;
}

}  // namespace

std::string_view key_text(std::string_view record, const Key& key, Separator separator) {
  if (key.is_whole_record()) return record;
  const std::size_t start = key_start(record, key, separator);
  const std::size_t end = key_end(record, key, separator);
  return record.substr(start, end > start ? end - start : 0);
}

std::string transformed(std::string_view text, const Key& key) {
  std::string result;
  for (const char c : text) {
    const bool counts_in_dictionary = is_blank(c) || is_letter(c) || is_digit(c);
    if (key.dictionary && !counts_in_dictionary) continue;
    if (key.printing && !is_printing(c)) continue;
    result += key.fold ? to_upper(c) : c;
  }
  return result;
}

std::string_view counting_text(std::string_view text, KeyKind kind) {
  if (kind == KeyKind::bytes || kind == KeyKind::version || kind == KeyKind::random) return text;
  skip_blanks(text);
  std::size_t bytes = 0;
  if (kind == KeyKind::general) {
    const std::string copy(text);
    char* end = nullptr;
    (void)std::strtold(copy.c_str(), &end);
    bytes = static_cast<std::size_t>(end - copy.c_str());
  } else if (kind == KeyKind::month) {
    bytes = month_of(text) != 0 ? 3 : 0;
  } else {
    bytes = number_length(text);
    if (kind == KeyKind::human && bytes > 0 && power_at_front(text.substr(bytes)) != 0) ++bytes;
  }
  return text.substr(0, bytes);
}

int compare_texts(std::string_view a, std::string_view b, KeyKind kind, const RandomSeed& seed) {
  switch (kind) {
    case KeyKind::bytes:
      return a.compare(b);
    case KeyKind::numeric:
      return compare_numbers(a, b);
    case KeyKind::general:
      return compare_general(a, b);
    case KeyKind::human: {
      const int by_unit = unit_power(a) - unit_power(b);
      return by_unit != 0 ? by_unit : compare_numbers(a, b);
    }
    case KeyKind::month:
      return month_of(a) - month_of(b);
    case KeyKind::version:
      return compare_versions(a, b);
    case KeyKind::random:
      return compare_random(a, b, seed);
  }
  return 0;
}

std::uint64_t prefix_of_text(std::string_view text, KeyKind kind, const RandomSeed& seed) {
  switch (kind) {
    case KeyKind::bytes:
      return prefix_of_bytes(text);
    case KeyKind::numeric:
      return prefix_of_number(truncated_number(text));
    case KeyKind::general:
      return prefix_of_general(text);
    case KeyKind::human:
      return prefix_of_human(text);
    case KeyKind::month:
      return static_cast<std::uint64_t>(month_of(text));
    case KeyKind::version:
      return prefix_of_version(text);
    case KeyKind::random:
      return hash_of(text, seed[0]);
  }
  return 0;
}

bool prefix_decides(std::uint64_t prefix, KeyKind kind) {
  switch (kind) {
    case KeyKind::general:
      return (prefix & 1U) == 0;
    case KeyKind::month:
      return true;
    case KeyKind::bytes:
    case KeyKind::numeric:
    case KeyKind::human:
    case KeyKind::version:
    case KeyKind::random:
      return false;
  }
  return false;
}

}  // namespace muster::order
