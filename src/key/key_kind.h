#ifndef MUSTER_KEY_KEY_KIND_H
#define MUSTER_KEY_KEY_KIND_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "key/prefix.h"

namespace muster::key {

/// How the text of a key is compared.
enum class KeyKind : std::uint32_t {
  bytes,            ///< as unsigned bytes
  numeric,          ///< -n: a decimal number of any length
  general,          ///< -g: a floating-point number as strtold reads it
  human,            ///< -h: a number with a unit, 2K < 1G
  month,            ///< -M: JAN < … < DEC
  version,          ///< -V: as the versions in file names
  collated,         ///< --locale: by the locale's collation
  random,           ///< -R: by a hash, so that equal keys stay together
  collated_random,  ///< both: keys that collate the same stay together
  i8,               ///< binary values of 8 to 64 bits, in the machine's byte order
  i16,
  i32,
  i64,
  u8,
  u16,
  u32,
  u64,
  f32,
  f64,
};

/// Bytes of a binary value; 0 for a kind of text.
std::size_t bytes_of_binary(KeyKind kind);

/// Seeds -R: the same seed gives the same order.
using RandomSeed = std::array<std::uint64_t, 2>;

/// Compares two texts, or binary values, by `kind`. Returns less than, equal to or greater
/// than 0.
int compare_by(KeyKind kind, std::string_view a, std::string_view b, const RandomSeed& seed);

/// Never decreases along the order of compare_by. Of a kind that compares bytes, those of the text
/// or others that stand for it, that of what is left after the first `skip` of them.
Prefix prefix_by(KeyKind kind, std::string_view text, const RandomSeed& seed, std::size_t skip = 0);

/// What is known of texts that share a prefix.
enum class Tie {
  equal,    ///< compare_by finds no difference
  longer,   ///< the next prefix, of what is left after prefix_bytes more, may tell them apart
  unclear,  ///< only compare_by can tell
};
Tie tie_on(KeyKind kind, const Prefix& prefix);

/// The part of a text that compare_by compares: of a number or a month neither the blanks before
/// it nor what follows it. Empty if there is no such number or month.
std::string_view significant_text(KeyKind kind, std::string_view text);

/// Whether what is compared is a number, which number_in() can tell.
bool is_number(KeyKind kind);
/// The number that compare_by finds in a text, or the binary value, as far as a double holds it:
/// NaN if a text of the kind general has none. Of kinds that are numbers.
double number_in(KeyKind kind, std::string_view text);

/// How many bytes the prefix of a kind that compares bytes holds.
inline constexpr std::size_t prefix_bytes = 11;

}  // namespace muster::key

#endif
