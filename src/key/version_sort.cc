#include "key/version_sort.h"

#include <algorithm>

#include "key/ascii.h"

namespace muster::key {
namespace {

/// How much of a file name is left without its suffixes: at its end, any number of a point, a
/// letter or tilde, and more letters, digits or tildes. A hidden name may be all suffix.
std::size_t length_without_suffixes(std::string_view name) {
  for (std::size_t i = 0;; ++i) {
    const std::size_t length = i;
    while (i + 1 < name.size() && name[i] == '.' &&
           (is_letter(name[i + 1]) || name[i + 1] == '~')) {
      i += 2;
      while (i < name.size() && (is_letter(name[i]) || is_digit(name[i]) || name[i] == '~')) ++i;
    }
    if (i >= name.size()) return length;
  }
}

/// The rank of a character among those that stand where a non-digit could: a tilde before the end,
/// the end (and a digit, just after it) before letters, letters before all others.
int rank_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return -1;
  const char c = text[at];
  if (is_digit(c)) return 0;
  if (is_letter(c)) return static_cast<unsigned char>(c);
  if (c == '~') return -2;
  return static_cast<unsigned char>(c) + 256;
}

void skip_zeros(std::string_view text, std::size_t& at) {
  while (at < text.size() && text[at] == '0') ++at;
}

/// Runs of non-digits by rank and runs of digits by value, in turn.
int compare_runs(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  const auto digit_at = [](std::string_view text, std::size_t at) {
    return at < text.size() && is_digit(text[at]);
  };
  while (i < a.size() || j < b.size()) {
    while ((i < a.size() && !is_digit(a[i])) || (j < b.size() && !is_digit(b[j]))) {
      const int x = rank_at(a, i);
      const int y = rank_at(b, j);
      if (x != y) return x - y;
      ++i;
      ++j;
    }
    skip_zeros(a, i);
    skip_zeros(b, j);
    int first_difference = 0;
    for (; digit_at(a, i) && digit_at(b, j); ++i, ++j)
      if (first_difference == 0) first_difference = a[i] - b[j];
    if (digit_at(a, i)) return 1;
    if (digit_at(b, j)) return -1;
    if (first_difference != 0) return first_difference;
  }
  return 0;
}

/// What comes first whatever follows: nothing, ".", "..", hidden names, all others.
enum NameClass { empty, dot, dot_dot, hidden, other };

NameClass class_of(std::string_view name) {
  if (name.empty()) return empty;
  if (name[0] != '.') return other;
  if (name == ".") return dot;
  return name == ".." ? dot_dot : hidden;
}

}  // namespace

int compare_versions(std::string_view a, std::string_view b) {
  const NameClass x = class_of(a);
  const NameClass y = class_of(b);
  if (x != y) return x < y ? -1 : 1;
  if (x == empty || x == dot || x == dot_dot) return 0;
  const std::size_t a_length = length_without_suffixes(a);
  const std::size_t b_length = length_without_suffixes(b);
  const int without_suffixes = compare_runs(a.substr(0, a_length), b.substr(0, b_length));
  if (without_suffixes != 0 || (a_length == a.size() && b_length == b.size()))
    return without_suffixes;
  return compare_runs(a, b);
}

std::uint64_t prefix_of_version(std::string_view text) {
  const NameClass name_class = class_of(text);
  std::uint64_t prefix = std::uint64_t{name_class} << 60U;
  if (name_class != other) return prefix;
  // The first character is in both comparisons; of a leading number, the value.
  prefix |= static_cast<std::uint64_t>(rank_at(text, 0) + 2) << 49U;
  constexpr std::uint64_t number_max = (std::uint64_t{1} << 49U) - 1;
  std::uint64_t number = 0;
  for (const char c : text) {
    if (!is_digit(c)) break;
    number = std::min(number * 10 + static_cast<std::uint64_t>(c - '0'), number_max);
  }
  return prefix | number;
}

}  // namespace muster::key
