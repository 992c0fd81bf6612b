#ifndef MUSTER_ORDER_KEY_H
#define MUSTER_ORDER_KEY_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace muster::order {

/// How the text of a key is compared.
enum class KeyKind : std::uint32_t {
  bytes,    ///< as unsigned bytes
  numeric,  ///< -n: a decimal number of any length
  general,  ///< -g: a floating-point number as strtold reads it
  human,    ///< -h: a number with a unit, 2K < 1G
  month,    ///< -M: JAN < … < DEC
  version,  ///< -V: as the versions in file names
  random,   ///< -R: by a hash, so that equal keys stay together
};

/// One key: which part of a record it is, and how it is compared. Plain data: it travels from
/// init to the Scheduler in a message.
struct Key {
  static constexpr std::uint64_t to_the_end = std::numeric_limits<std::uint64_t>::max();

  std::uint64_t first_field = 0;  ///< counted from 0
  std::uint64_t first_byte = 0;   ///< in that field, counted from 0
  /// The last field; with last_bytes 0 all of it, else so many bytes of it.
  std::uint64_t last_field = to_the_end;
  std::uint64_t last_bytes = 0;

  KeyKind kind = KeyKind::bytes;
  bool skip_blanks_at_start = false;  ///< b, with the first position
  bool skip_blanks_at_end = false;    ///< b, with the last one
  bool dictionary = false;            ///< d: only blanks, letters and digits count
  bool printing = false;              ///< i: only printing characters count
  bool fold = false;                  ///< f: lower case counts as upper case
  bool reverse = false;               ///< r

  [[nodiscard]] bool is_whole_record() const {
    return first_field == 0 && first_byte == 0 && last_field == to_the_end && !skip_blanks_at_start;
  }
  [[nodiscard]] bool is_transformed() const { return dictionary || printing || fold; }
};

/// What separates fields: a byte, or nothing: then a field begins with the blanks before it.
struct Separator {
  bool is_given = false;
  char byte = 0;
};

/// The part of the record that the key is, before any transformation.
std::string_view key_text(std::string_view record, const Key& key, Separator separator);

/// What a -d, -i or -f key compares in place of `text`.
std::string transformed(std::string_view text, const Key& key);

/// Seeds -R: the same seed gives the same order.
using RandomSeed = std::array<std::uint64_t, 2>;

/// The part of a key's text that counts to compare_texts: of a number or a month neither the blanks
/// before it nor what follows it. Empty, where one was looked for, if there is none.
std::string_view counting_text(std::string_view text, KeyKind kind);

/// Compares the texts of two keys, reverse left aside. `dictionary`, `printing` and `fold` have
/// been applied. Returns less than, equal to or greater than 0.
int compare_texts(std::string_view a, std::string_view b, KeyKind kind, const RandomSeed& seed);

/// A word that never decreases along the order of compare_texts.
std::uint64_t prefix_of_text(std::string_view text, KeyKind kind, const RandomSeed& seed);

/// Whether texts that share this prefix are equal to compare_texts.
bool prefix_decides(std::uint64_t prefix, KeyKind kind);

}  // namespace muster::order

#endif
