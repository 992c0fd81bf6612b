#include "sort/value.h"

#include <cstring>

#include "key/binary.h"

namespace muster::sort {

std::optional<Value> Value::of(const order::Order& order, record::Framing framing) {
  if (order.keys.size() != 1 || order.with_origins) return std::nullopt;
  const key::Key& key = order.keys.front();
  const bool is_value = framing.is_of_size() ? framing.bytes() == key::bytes_of_binary(key.kind)
                                             : key.kind == key::KeyKind::numeric;
  if (!is_value || !key.is_whole_record() || key.is_transformed()) return std::nullopt;
  return Value(key.kind, framing, key.reverse);
}

// The loops over binary values are such that the compiler makes vectors of them: nothing in them
// but the type, known to it, and what is written cannot change what is read.

std::uint64_t* Value::parse_binary(std::string_view records, std::uint64_t* words) const {
  key::with_type(kind_, [&, flip = flip_](auto value) {
    const std::size_t count = records.size() / sizeof value;
    for (std::size_t i = 0; i < count; ++i) {
      std::memcpy(&value, records.data() + i * sizeof value, sizeof value);
      words[i] = key::place_of_binary(value) ^ flip;
    }
    words += count;
  });
  return words;
}

char* Value::format_all(std::span<const std::uint64_t> words, char* to) const {
  if (kind_ == key::KeyKind::numeric) {
    for (const std::uint64_t word : words) {
      to = format(word, to);
      *to++ = framing_.delimiter();
    }
    return to;
  }
  key::with_type(kind_, [&, flip = flip_](auto value) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      value = key::binary_of_place<decltype(value)>(words[i] ^ flip);
      std::memcpy(to + i * sizeof value, &value, sizeof value);
    }
    to += words.size() * sizeof value;
  });
  return to;
}

char* Value::format(std::uint64_t word, char* to) const {
  if (kind_ == key::KeyKind::numeric)
    return key::format_canonical(key::number_of_prefix(word ^ flip_), to);
  key::with_type(kind_, [&](auto value) {
    value = key::binary_of_place<decltype(value)>(word ^ flip_);
    std::memcpy(to, &value, sizeof value);
    to += sizeof value;
  });
  return to;
}

}  // namespace muster::sort
