#ifndef MUSTER_KEY_BINARY_H
#define MUSTER_KEY_BINARY_H

#include <bit>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "key/key_kind.h"
#include "record/framing.h"

namespace muster::key {

// A binary value in the machine's own byte order, and the unsigned integer that encodes it so that
// encoded values compare as the values do.
//
// Floating-point numbers are in the order of their values, -0.0 before +0.0, and every NaN after
// +inf, in the order of their bits: bits as an unsigned number are in this order already if the
// sign is set in positive numbers, negative ones are flipped, and the negative NaNs, which come out
// lowest, are taken round to the top.

template <typename T>
std::uint64_t encode_binary(T value) {
  if constexpr (std::is_floating_point_v<T>) {
    using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    constexpr Bits sign = Bits{1} << (8 * sizeof(T) - 1);
    constexpr auto negative_nans = (Bits{1} << (std::numeric_limits<T>::digits - 1)) - 1;
    const auto bits = std::bit_cast<Bits>(value);
    const Bits shifted = (bits & sign) != 0 ? ~bits : bits | sign;
    return static_cast<Bits>(shifted - negative_nans);
  } else {
    return std::is_signed_v<T> ? static_cast<std::uint64_t>(static_cast<std::int64_t>(value)) ^
                                     (std::uint64_t{1} << 63U)
                               : static_cast<std::uint64_t>(value);
  }
}

template <typename T>
T decode_binary(std::uint64_t encoded) {
  if constexpr (std::is_floating_point_v<T>) {
    using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    constexpr Bits sign = Bits{1} << (8 * sizeof(T) - 1);
    constexpr auto negative_nans = (Bits{1} << (std::numeric_limits<T>::digits - 1)) - 1;
    const auto shifted = static_cast<Bits>(static_cast<Bits>(encoded) + negative_nans);
    return std::bit_cast<T>((shifted & sign) != 0 ? static_cast<Bits>(shifted & ~sign)
                                                  : static_cast<Bits>(~shifted));
  } else {
    return static_cast<T>(std::is_signed_v<T> ? encoded ^ (std::uint64_t{1} << 63U) : encoded);
  }
}

/// Calls what(T()) with the type of the binary values of this kind; does nothing for a kind of
/// text.
template <typename What>
void with_type(KeyKind kind, What&& what) {
  switch (kind) {
    case KeyKind::i8:
      return what(std::int8_t());
    case KeyKind::i16:
      return what(std::int16_t());
    case KeyKind::i32:
      return what(std::int32_t());
    case KeyKind::i64:
      return what(std::int64_t());
    case KeyKind::u8:
      return what(std::uint8_t());
    case KeyKind::u16:
      return what(std::uint16_t());
    case KeyKind::u32:
      return what(std::uint32_t());
    case KeyKind::u64:
      return what(std::uint64_t());
    case KeyKind::f32:
      return what(float());
    case KeyKind::f64:
      return what(double());
    default:
      return;
  }
}

/// The kind that is called `name` (i8 … f64), and all names as a list for messages.
std::optional<KeyKind> binary_named(std::string_view name);
std::string binary_names();

/// What --records calls records of this framing that are such values, or, for KeyKind::bytes, no
/// values.
std::string name_of_binary(record::Framing framing, KeyKind value);

/// Values of this kind as text, a line each: integers in decimal, floating-point numbers as the
/// shortest text that reads back as the same number; "inf", "-0", and "nan" for every NaN.
std::string text_of_binary(std::string_view values, KeyKind kind);

}  // namespace muster::key

#endif
