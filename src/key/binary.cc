// Binary values for people: their names and their texts.

#include "key/binary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include <fmt/format.h>

namespace muster::key {
namespace {

struct Named {
  std::string_view name;
  KeyKind kind;
};

constexpr std::array names{
    Named{"i8", KeyKind::i8},   Named{"i16", KeyKind::i16}, Named{"i32", KeyKind::i32},
    Named{"i64", KeyKind::i64}, Named{"u8", KeyKind::u8},   Named{"u16", KeyKind::u16},
    Named{"u32", KeyKind::u32}, Named{"u64", KeyKind::u64}, Named{"f32", KeyKind::f32},
    Named{"f64", KeyKind::f64},
};

/// The longest text of any value, and its newline.
constexpr std::size_t text_bytes_max = 32;

template <typename T>
char* format(T value, char* to) {
  if constexpr (std::is_floating_point_v<T>) {
    return std::isnan(value) ? std::copy_n("nan", 3, to) : fmt::format_to(to, "{}", value);
  } else {
    const fmt::format_int digits(value);
    return std::copy_n(digits.data(), digits.size(), to);
  }
}

}  // namespace

std::optional<KeyKind> binary_named(std::string_view name) {
  for (const Named& one : names)
    if (one.name == name) return one.kind;
  return std::nullopt;
}

std::string binary_names() {
  std::string all;
  for (const Named& one : names) all.append(all.empty() ? "" : ", ").append(one.name);
  return all;
}

std::string name_of_binary(record::Framing framing, KeyKind value) {
  for (const Named& one : names)
    if (one.kind == value) return std::string(one.name);
  return fmt::format("fixed:{}", framing.bytes());
}

std::string text_of_binary(std::string_view values, KeyKind kind) {
  std::string text;
  with_type(kind, [&](auto value) {
    text.resize(values.size() / sizeof value * text_bytes_max);
    char* to = text.data();
    for (std::size_t at = 0; at < values.size(); at += sizeof value) {
      std::memcpy(&value, values.data() + at, sizeof value);
      to = format(value, to);
      *to++ = '\n';
    }
    text.resize(static_cast<std::size_t>(to - text.data()));
  });
  return text;
}

}  // namespace muster::key
