#ifndef MUSTER_KEY_KEY_H
#define MUSTER_KEY_KEY_H

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "key/key_kind.h"
#include "key/prefix.h"

namespace muster::key {

/// One key: which part of a record it is, and how it is compared. Plain data: it travels from
/// init to the Scheduler in a message.
struct Key {
  static constexpr std::uint64_t to_the_end = std::numeric_limits<std::uint64_t>::max();

  std::uint64_t first_field = 0;  ///< counted from 0
  std::uint64_t first_byte = 0;   ///< in that field, counted from 0
  /// The last field; with last_bytes 0 all of it, else this many bytes of it.
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

/// Compares the texts of a key in two records, reverse left aside. Returns less than, equal to or
/// greater than 0.
int compare_texts(std::string_view a, std::string_view b, const Key& key, const RandomSeed& seed);

/// Never decreases along the order of compare_texts. If its kind compares bytes, of what is
/// left after the first `skip` bytes that count; texts that tie on those need another prefix.
Prefix prefix_of_text(std::string_view text, const Key& key, const RandomSeed& seed,
                      std::size_t skip);

}  // namespace muster::key

#endif
