#include "sort/record_encoding.h"

#include <cstring>

#include "key/binary.h"

namespace muster::sort {

std::optional<RecordEncoding> RecordEncoding::of(const order::Order& order,
                                                 record::Framing framing) {
  if (order.keys.size() != 1 || order.with_origins) return std::nullopt;
  const key::Key& key = order.keys.front();
  const bool can_be_encoded = framing.is_of_size()
                                  ? framing.bytes() == key::bytes_of_binary(key.kind)
                                  : key.kind == key::KeyKind::numeric;
  if (!can_be_encoded || !key.is_whole_record() || key.is_transformed()) return std::nullopt;
  return RecordEncoding(key.kind, framing, key.reverse);
}

// The loops over binary values are such that the compiler makes vectors of them: nothing in them
// but the type, known to it, and what is written cannot change what is read.

std::uint64_t* RecordEncoding::encode_binary(std::string_view records, std::uint64_t* to) const {
  key::with_type(kind_, [&, flip = flip_](auto value) {
    const std::size_t count = records.size() / sizeof value;
    for (std::size_t i = 0; i < count; ++i) {
      std::memcpy(&value, records.data() + i * sizeof value, sizeof value);
      to[i] = key::encode_binary(value) ^ flip;
    }
    to += count;
  });
  return to;
}

char* RecordEncoding::decode_all(std::span<const std::uint64_t> encoded, char* to) const {
  if (kind_ == key::KeyKind::numeric) {
    for (const std::uint64_t one : encoded) {
      to = write(one, to);
      *to++ = framing_.delimiter();
    }
    return to;
  }
  key::with_type(kind_, [&, flip = flip_](auto value) {
    for (std::size_t i = 0; i < encoded.size(); ++i) {
      value = key::decode_binary<decltype(value)>(encoded[i] ^ flip);
      std::memcpy(to + i * sizeof value, &value, sizeof value);
    }
    to += encoded.size() * sizeof value;
  });
  return to;
}

char* RecordEncoding::write(std::uint64_t encoded, char* to) const {
  if (kind_ == key::KeyKind::numeric)
    return key::format_canonical(key::number_of_prefix(encoded ^ flip_), to);
  key::with_type(kind_, [&](auto value) {
    value = key::decode_binary<decltype(value)>(encoded ^ flip_);
    std::memcpy(to, &value, sizeof value);
    to += sizeof value;
  });
  return to;
}

}  // namespace muster::sort
