#ifndef MUSTER_SORT_RECORD_ENCODING_H
#define MUSTER_SORT_RECORD_ENCODING_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "key/number.h"
#include "order/order.h"
#include "record/framing.h"

namespace muster::sort {

/// How records that are nothing but a number, in an order by that number, are encoded as one 64-bit
/// integer each. Encoded records sort as integers, and can be decoded again, so their text need not
/// be kept.
class RecordEncoding {
 public:
  /// The encoding for `order`, if it has one: for canonical integers under -n, and binary values.
  static std::optional<RecordEncoding> of(const order::Order& order, record::Framing framing);

  /// Encodes whole `records` at `to`, and calls other(record) for each that cannot be encoded
  /// ("007"). Returns the end of what was encoded. parse_bytes after the records must be readable.
  template <typename Other>
  std::uint64_t* encode(std::string_view records, std::uint64_t* to, Other&& other) const {
    if (kind_ != key::KeyKind::numeric) return encode_binary(records, to);
    const char* at = records.data();
    const char* const end = at + records.size();
    while (at < end) {
      std::int64_t number = 0;
      std::size_t bytes = key::parse_canonical(at, framing_.delimiter(), number);
      if (bytes > 0) {
        *to++ = key::prefix_of_number(number) ^ flip_;
      } else {
        const std::string_view record = framing_.first({at, static_cast<std::size_t>(end - at)});
        bytes = record.size();
        other(record);
      }
      at += bytes + 1;
    }
    return to;
  }

  /// The most bytes that write() writes.
  static constexpr std::size_t bytes_max = key::canonical_bytes_max + 8;

  /// Writes a decoded record at `to`, without a delimiter; returns its end.
  char* write(std::uint64_t encoded, char* to) const;

  /// The same as a view of `spare`, a buffer of bytes_max; its delimiter follows it.
  std::string_view decode(std::uint64_t encoded, char* spare) const {
    char* const end = write(encoded, spare);
    *end = framing_.delimiter();
    return {spare, static_cast<std::size_t>(end - spare)};
  }

  /// Writes all of them, each with its delimiter; returns their end. There must be
  /// room for bytes_max + 1 for each.
  char* decode_all(std::span<const std::uint64_t> encoded, char* to) const;

  /// The prefix of the record, as comparable with those of records that cannot be encoded.
  [[nodiscard]] key::Prefix prefix(std::uint64_t encoded) const {
    return {encoded, flip_ == 0 ? key::fraction_of_integer : ~key::fraction_of_integer};
  }

 private:
  RecordEncoding(key::KeyKind kind, record::Framing framing, bool reverse)
      : kind_(kind), framing_(framing), flip_(reverse ? ~std::uint64_t{0} : 0) {}

  std::uint64_t* encode_binary(std::string_view records, std::uint64_t* to) const;

  key::KeyKind kind_;
  record::Framing framing_;
  std::uint64_t flip_;
};

}  // namespace muster::sort

#endif
