#ifndef MUSTER_SORT_VALUE_H
#define MUSTER_SORT_VALUE_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "key/number.h"
#include "order/order.h"
#include "record/framing.h"

namespace muster::sort {

/// A record that is nothing but a number, in an order by that number: it can be written again from
/// one machine word, its place in the order, so only that word is kept of it.
class Value {
 public:
  /// How the records of `order` are values, if they are: canonical integers under -n, or binary
  /// values.
  static std::optional<Value> of(const order::Order& order, record::Framing framing);

  /// Takes whole `records` apart: one word at `words` for each that is a value, for each other one
  /// ("007") other(record). Returns the end of the words. parse_bytes behind the records must be
  /// readable.
  template <typename Other>
  std::uint64_t* parse(std::string_view records, std::uint64_t* words, Other&& other) const {
    if (kind_ != key::KeyKind::numeric) return parse_binary(records, words);
    const char* at = records.data();
    const char* const end = at + records.size();
    while (at < end) {
      std::int64_t number = 0;
      std::size_t bytes = key::parse_canonical(at, framing_.delimiter(), number);
      if (bytes > 0) {
        *words++ = key::prefix_of_number(number) ^ flip_;
      } else {
        const std::string_view record = framing_.first({at, static_cast<std::size_t>(end - at)});
        bytes = record.size();
        other(record);
      }
      at += bytes + 1;
    }
    return words;
  }

  /// The most bytes that format() writes.
  static constexpr std::size_t bytes_max = key::canonical_bytes_max + 8;

  /// Writes the record that `word` stands for at `to`, without a delimiter; returns its end.
  char* format(std::uint64_t word, char* to) const;

  /// The same as a view of `spare`, a buffer of bytes_max; its delimiter lies behind it.
  std::string_view text(std::uint64_t word, char* spare) const {
    char* const end = format(word, spare);
    *end = framing_.delimiter();
    return {spare, static_cast<std::size_t>(end - spare)};
  }

  /// Writes the records of all `words`, each with its delimiter; returns their end. There must be
  /// room for bytes_max + 1 for each.
  char* format_all(std::span<const std::uint64_t> words, char* to) const;

  /// Its prefix among records that are no values.
  [[nodiscard]] key::Prefix prefix(std::uint64_t word) const {
    return {word, flip_ == 0 ? key::fraction_of_integer : ~key::fraction_of_integer};
  }

 private:
  Value(key::KeyKind kind, record::Framing framing, bool reverse)
      : kind_(kind), framing_(framing), flip_(reverse ? ~std::uint64_t{0} : 0) {}

  std::uint64_t* parse_binary(std::string_view records, std::uint64_t* words) const;

  key::KeyKind kind_;
  record::Framing framing_;
  std::uint64_t flip_;
};

}  // namespace muster::sort

#endif
