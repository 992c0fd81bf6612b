// The ways to compare texts: those of GNU sort, and binary values.

#include "key/key_kind.h"

#define XXH_INLINE_ALL  // header only: no library to load
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>

#include "key/ascii.h"
#include "key/binary.h"
#include "key/collation.h"
#include "key/general_numeric.h"
#include "key/human_numeric.h"
#include "key/number.h"
#include "key/version_sort.h"

namespace muster::key {
namespace {

int month_of(std::string_view text) {
  skip_blanks(text);
  if (text.size() < 3) return 0;
  const char name[] = {to_upper(text[0]), to_upper(text[1]), to_upper(text[2])};
  constexpr std::string_view names = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
  for (std::size_t i = 0; i < names.size(); i += 3)
    if (names.substr(i, 3) == std::string_view(name, 3)) return static_cast<int>(i / 3) + 1;
  return 0;
}

std::size_t month_length(std::string_view text) {
  return month_of(text) != 0 ? 3 : 0;
}

std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
  return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

int compare_random(std::string_view a, std::string_view b, const RandomSeed& seed) {
  if (a == b) return 0;
  for (const std::uint64_t one : seed) {
    const std::uint64_t x = hash_of(a, one);
    const std::uint64_t y = hash_of(b, one);
    if (x != y) return x < y ? -1 : 1;
  }
  return a.compare(b);
}

/// Eleven bytes, the first one highest, a shorter text padded with zeros; and below them the
/// length, as far as they tell it.
Prefix prefix_of_bytes(std::string_view text) {
  std::uint64_t high = 0;
  std::uint32_t low = 0;
  if (text.size() >= prefix_bytes + 1) {
    std::memcpy(&high, text.data(), sizeof high);
    std::memcpy(&low, text.data() + sizeof high, sizeof low);
  } else {
    char padded[prefix_bytes + 1] = {};
    std::memcpy(padded, text.data(), text.size());
    std::memcpy(&high, padded, sizeof high);
    std::memcpy(&low, padded + sizeof high, sizeof low);
  }
  if constexpr (std::endian::native == std::endian::little) {
    high = __builtin_bswap64(high);
    low = __builtin_bswap32(low);
  }
  constexpr std::uint32_t length = 0xFF;
  const std::size_t length_told = text.size() < prefix_bytes ? text.size() : prefix_bytes;
  const std::uint32_t is_longer = text.size() > prefix_bytes ? 1 : 0;
  return {high, (low & ~length) | (static_cast<std::uint32_t>(length_told) + is_longer)};
}

std::string_view after(std::size_t skip, std::string_view bytes) {
  return bytes.substr(std::min(skip, bytes.size()));
}

/// The encoded key of the binary value that `bytes` begin with.
std::uint64_t encoded_key(std::string_view bytes, KeyKind kind) {
  std::uint64_t encoded = 0;
  with_type(kind, [&](auto value) {
    std::memcpy(&value, bytes.data(), std::min(sizeof value, bytes.size()));
    encoded = encode_binary(value);
  });
  return encoded;
}

int compare_encoded(std::uint64_t a, std::uint64_t b) {
  return a == b ? 0 : (a < b ? -1 : 1);
}

}  // namespace

std::size_t bytes_of_binary(KeyKind kind) {
  std::size_t bytes = 0;
  with_type(kind, [&](auto value) { bytes = sizeof value; });
  return bytes;
}

std::string_view significant_text(KeyKind kind, std::string_view text) {
  std::size_t (*length)(std::string_view) = nullptr;
  if (kind == KeyKind::numeric) length = number_length;
  if (kind == KeyKind::general) length = general_length;
  if (kind == KeyKind::human) length = human_length;
  if (kind == KeyKind::month) length = month_length;
  if (length == nullptr) return text;
  skip_blanks(text);
  return text.substr(0, length(text));
}

bool is_number(KeyKind kind) {
  return kind == KeyKind::numeric || kind == KeyKind::general || bytes_of_binary(kind) > 0;
}

double number_in(KeyKind kind, std::string_view text) {
  double number = kind == KeyKind::general ? std::numeric_limits<double>::quiet_NaN() : 0;
  if (bytes_of_binary(kind) == 0) {
    const std::string significant(significant_text(kind, text));
    return significant.empty() ? number : std::strtod(significant.c_str(), nullptr);
  }
  with_type(kind, [&](auto value) {
    if (text.size() < sizeof value) return;
    std::memcpy(&value, text.data(), sizeof value);
    number = static_cast<double>(value);
  });
  return number;
}

int compare_by(KeyKind kind, std::string_view a, std::string_view b, const RandomSeed& seed) {
  switch (kind) {
    case KeyKind::bytes:
      return a.compare(b);
    case KeyKind::numeric:
      return compare_numbers(a, b);
    case KeyKind::general:
      return compare_general(a, b);
    case KeyKind::human:
      return compare_human(a, b);
    case KeyKind::month:
      return month_of(a) - month_of(b);
    case KeyKind::version:
      return compare_versions(a, b);
    case KeyKind::collated:
      return compare_collated(a, b);
    case KeyKind::random:
      return compare_random(a, b, seed);
    case KeyKind::collated_random:
      return compare_random(collated(a), collated(b), seed);
    default:
      return compare_encoded(encoded_key(a, kind), encoded_key(b, kind));
  }
}

Prefix prefix_by(KeyKind kind, std::string_view text, const RandomSeed& seed, std::size_t skip) {
  switch (kind) {
    case KeyKind::bytes:
      return prefix_of_bytes(after(skip, text));
    case KeyKind::numeric: {
      const Truncated truncated = truncated_number(text);
      return {prefix_of_number(truncated.number), truncated.fraction};
    }
    case KeyKind::general:
      return prefix_of_general(text);
    case KeyKind::human:
      return prefix_of_human(text);
    case KeyKind::month:
      return {static_cast<std::uint64_t>(month_of(text)), 0};
    case KeyKind::version: {
      char spelled[prefix_bytes + 1];  // one more, so that it can be seen whether that is all
      return prefix_of_bytes({spelled, spell_version(text, skip, spelled)});
    }
    case KeyKind::collated:
      return prefix_of_bytes(after(skip, collated_beginning(text)));
    case KeyKind::random:
      return {hash_of(text, seed[0]), 0};
    case KeyKind::collated_random:
      return {hash_of(collated(text), seed[0]), 0};
    default:
      return {encoded_key(text, kind), 0};
  }
}

Tie tie_on(KeyKind kind, const Prefix& prefix) {
  const auto equal_if = [](bool is_equal) { return is_equal ? Tie::equal : Tie::unclear; };
  const bool has_more_bytes = (prefix.low & 0xFFU) > prefix_bytes;
  switch (kind) {
    case KeyKind::bytes:
    case KeyKind::version:
      return has_more_bytes ? Tie::longer : Tie::equal;
    case KeyKind::collated:  // the bytes are those of its first level
      return has_more_bytes ? Tie::longer : Tie::unclear;
    case KeyKind::numeric:
      return equal_if(is_exact({number_of_prefix(prefix.high), prefix.low}));
    case KeyKind::general:
      return equal_if(general_prefix_decides(prefix));
    case KeyKind::human:
      return equal_if(human_prefix_decides(prefix));
    case KeyKind::random:
    case KeyKind::collated_random:
      return Tie::unclear;
    default:  // months, binary values
      return Tie::equal;
  }
}

}  // namespace muster::key
