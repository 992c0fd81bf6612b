// The parts of a record that are compared: those of GNU sort in the C locale, whose manual is the
// specification and whose binary is the oracle of the tests.

#include "key/key.h"

#include <algorithm>
#include <string>

#include "key/ascii.h"

namespace muster::key {
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

/// Where the key begins, and its first field.
struct Start {
  Position field;
  std::size_t at;
};

Start key_start(std::string_view record, const Key& key, Separator separator) {
  Position position(record, separator);
  for (std::uint64_t i = 0; i < key.first_field && position.left() > 0; ++i)
    position.skip_field(/*with_separator=*/true);
  const Position field = position;
  if (key.skip_blanks_at_start) position.skip_blanks();
  position.skip_bytes(key.first_byte);
  return {field, position.at()};
}

/// Where the key ends, for which it is known where its first field begins.
std::size_t key_end(std::string_view record, const Key& key, Separator separator,
                    const Position& first_field) {
  if (key.last_field == Key::to_the_end) return record.size();
  const bool is_whole_field = key.last_bytes == 0;
  const std::uint64_t fields = key.last_field + (is_whole_field ? 1 : 0);
  // Mostly the end is not in front of the first field, and what is before that need not be walked
  // over again.
  const bool goes_on = key.last_field >= key.first_field;
  Position position = goes_on ? first_field : Position(record, separator);
  for (std::uint64_t i = goes_on ? key.first_field : 0; i < fields && position.left() > 0; ++i)
    position.skip_field(/*with_separator=*/i + 1 < fields || !is_whole_field);
  if (!is_whole_field) {
    if (key.skip_blanks_at_end) position.skip_blanks();
    position.skip_bytes(key.last_bytes);
  }
  return position.at();
}

/// What -d, -i and -f make of a text, byte by byte.
class Transformation {
 public:
  constexpr Transformation(bool dictionary, bool printing, bool fold) {
    for (int i = 0; i < 256; ++i) {
      const char c = static_cast<char>(i);
      const bool is_in_dictionary = is_blank(c) || is_letter(c) || is_digit(c);
      counts_[i] = (!dictionary || is_in_dictionary) && (!printing || is_printing(c));
      result_[i] = fold ? to_upper(c) : c;
    }
  }

  static const Transformation& of(const Key& key);

  /// Whether the byte is compared at all, and as what.
  [[nodiscard]] bool counts(char c) const { return counts_[static_cast<unsigned char>(c)]; }
  [[nodiscard]] char result(char c) const { return result_[static_cast<unsigned char>(c)]; }

  /// Calls put(byte) for what is compared of `text`, as long as it returns true.
  template <typename Put>
  void apply(std::string_view text, Put&& put) const {
    for (const char c : text)
      if (counts(c) && !put(result(c))) return;
  }

 private:
  bool counts_[256] = {};
  char result_[256] = {};
};

const Transformation& Transformation::of(const Key& key) {
  static constexpr Transformation all[] = {
      {false, false, false}, {true, false, false}, {false, true, false}, {true, true, false},
      {false, false, true},  {true, false, true},  {false, true, true},  {true, true, true}};
  return all[(key.dictionary ? 1 : 0) + (key.printing ? 2 : 0) + (key.fold ? 4 : 0)];
}

std::string transformed(std::string_view text, const Key& key) {
  std::string result;
  Transformation::of(key).apply(text, [&](char c) {
    result += c;
    return true;
  });
  return result;
}

/// The same as to compare what is made of the two texts as bytes.
int compare_transformed(std::string_view a, std::string_view b, const Transformation& make) {
  const auto next = [&make](std::string_view text, std::size_t& at) {
    while (at < text.size() && !make.counts(text[at])) ++at;
    return at < text.size() ? static_cast<unsigned char>(make.result(text[at++])) : -1;
  };
  std::size_t i = 0;
  std::size_t j = 0;
  for (;;) {
    const int x = next(a, i);
    const int y = next(b, j);
    if (x != y || x < 0) return x - y;
  }
}

}  // namespace

std::string_view key_text(std::string_view record, const Key& key, Separator separator) {
  if (key.is_whole_record()) return record;
  const Start start = key_start(record, key, separator);
  const std::size_t end = key_end(record, key, separator, start.field);
  return record.substr(start.at, end > start.at ? end - start.at : 0);
}

int compare_texts(std::string_view a, std::string_view b, const Key& key, const RandomSeed& seed) {
  if (!key.is_transformed()) return compare_by(key.kind, a, b, seed);
  if (key.kind == KeyKind::bytes) return compare_transformed(a, b, Transformation::of(key));
  return compare_by(key.kind, transformed(a, key), transformed(b, key), seed);
}

Prefix prefix_of_text(std::string_view text, const Key& key, const RandomSeed& seed,
                      std::size_t skip) {
  if (!key.is_transformed()) return prefix_by(key.kind, text, seed, skip);
  if (key.kind != KeyKind::bytes) return prefix_by(key.kind, transformed(text, key), seed, skip);
  char beginning[prefix_bytes + 1];  // one more, so that it can be seen whether that is all
  std::size_t bytes = 0;
  Transformation::of(key).apply(text, [&](char c) {
    if (skip > 0)
      --skip;
    else
      beginning[bytes++] = c;
    return bytes < sizeof beginning;
  });
  return prefix_by(KeyKind::bytes, {beginning, bytes}, seed);
}

}  // namespace muster::key
