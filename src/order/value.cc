#include "order/value.h"

#include <cstring>

#include "order/binary.h"

namespace muster::order {

std::optional<Value> Value::of(const Order& order, record::Framing framing) {
  const Ties& ties = order.ties;
  if (order.keys.size() != 1 || ties.stable || ties.unique || ties.with_origins)
    return std::nullopt;
  const Key& key = order.keys.front();
  const bool is_value = framing.is_of_size() ? framing.bytes() == bytes_of_binary(key.kind)
                                             : key.kind == KeyKind::numeric;
  if (!is_value || !key.is_whole_record() || key.is_transformed()) return std::nullopt;
  return Value(key.kind, framing, key.reverse);
}

std::uint64_t* Value::parse_binary(std::string_view records, std::uint64_t* words) const {
  with_type(kind_, [&](auto value) {
    for (std::size_t at = 0; at < records.size(); at += sizeof value) {
      std::memcpy(&value, records.data() + at, sizeof value);
      *words++ = place_of_binary(value) ^ flip_;
    }
  });
  return words;
}

char* Value::format(std::uint64_t word, char* to) const {
  if (kind_ == KeyKind::numeric) return format_canonical(number_of_prefix(word ^ flip_), to);
  with_type(kind_, [&](auto value) {
    value = binary_of_place<decltype(value)>(word ^ flip_);
    std::memcpy(to, &value, sizeof value);
    to += sizeof value;
  });
  return to;
}

}  // namespace muster::order
