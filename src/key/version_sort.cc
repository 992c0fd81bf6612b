#include "key/version_sort.h"

#include <array>

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

/// Takes the bytes of a spelling, and keeps those that are wanted.
class Spelling {
 public:
  Spelling(std::size_t skip, std::span<char> kept) : skip_(skip), kept_(kept) {}

  void put(int byte) {
    if (skip_ > 0)
      --skip_;
    else if (!is_full())
      kept_[size_++] = static_cast<char>(byte);
  }
  void fill() {
    while (!is_full()) put(0);
  }
  [[nodiscard]] bool is_full() const { return size_ == kept_.size(); }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::size_t skip_;
  std::span<char> kept_;
  std::size_t size_ = 0;
};

// The bytes that stand in a spelling for what is compared: in the order of rank_at, and with the
// end where a digit is. So a text that has ended goes on as the number 0, and after that there may
// be a tilde, the end, or anything else, as in compare_runs.
constexpr int before_all_names = 0;
constexpr int tilde = 1;
constexpr int end_of_run = 2;
constexpr int first_letter = 3;
constexpr int zero = 2;  ///< above it, how many digits a number has
constexpr std::size_t digits_max = 250;

constexpr std::array<unsigned char, 256> spelled_characters = [] {
  std::array<unsigned char, 256> spelled{};
  unsigned char next = first_letter;
  for (const bool are_letters : {true, false})
    for (int i = 0; i < 256; ++i) {
      const char c = static_cast<char>(i);
      if (!is_digit(c) && c != '~' && is_letter(c) == are_letters) spelled[i] = next++;
    }
  spelled['~'] = tilde;
  return spelled;
}();

/// Two digits a byte, one in the first byte of an odd number of them.
void spell_number(std::string_view digits, Spelling& spelling) {
  if (digits.size() > digits_max) {
    spelling.put(zero + digits_max + 1);
    return spelling.fill();
  }
  spelling.put(zero + static_cast<int>(digits.size()));
  std::size_t i = digits.size() % 2;
  if (i == 1) spelling.put(digits[0] - '0');
  for (; i < digits.size(); i += 2) spelling.put((digits[i] - '0') * 10 + (digits[i + 1] - '0'));
}

/// As compare_runs compares. What ends is spelled as a number 0 and the end of one more run: no
/// text that goes on is spelled like that, and what follows does not matter where another goes on.
void spell_runs(std::string_view text, Spelling& spelling) {
  for (std::size_t at = 0; !spelling.is_full();) {
    for (; at < text.size() && !is_digit(text[at]) && !spelling.is_full(); ++at)
      spelling.put(spelled_characters[static_cast<unsigned char>(text[at])]);
    spelling.put(end_of_run);
    skip_zeros(text, at);
    const std::size_t first = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    spell_number(text.substr(first, at - first), spelling);
    if (first == text.size()) return spelling.put(end_of_run);
  }
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

std::size_t spell_version(std::string_view text, std::size_t skip, std::span<char> spelled) {
  Spelling spelling(skip, spelled);
  const NameClass name_class = class_of(text);
  if (name_class != other) {
    spelling.put(before_all_names);
    spelling.put(name_class);
  }
  if (name_class == hidden || name_class == other) {
    spell_runs(text.substr(0, length_without_suffixes(text)), spelling);
    spell_runs(text, spelling);
  }
  return spelling.size();
}

}  // namespace muster::key
