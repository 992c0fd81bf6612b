#ifndef MUSTER_ORDER_COMPARISON_H
#define MUSTER_ORDER_COMPARISON_H

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "order/number.h"
#include "order/order.h"

namespace muster::order {

/// Which of two records comes first. Every order has two faces that agree: `prefix`, one machine
/// word that never decreases along the order and so decides most comparisons, and `compare`, the
/// whole truth, for ties. A descending order turns both round, so that all who use this sort
/// upwards and need not know.
class Comparison {
 public:
  explicit Comparison(const Order& order)
      : key_(order.key), flip_(order.descending ? ~std::uint64_t{0} : 0) {}

  [[nodiscard]] bool is_numeric() const { return key_ == Key::numeric; }

  [[nodiscard]] std::uint64_t prefix(std::string_view record) const {
    return key_ == Key::numeric ? prefix_of_number(truncated_number(record))
                                : prefix_of_bytes(record);
  }

  [[nodiscard]] int compare(std::string_view a, std::string_view b) const {
    int result = key_ == Key::numeric ? compare_numbers(a, b) : 0;
    if (result == 0) result = a.compare(b);  // as unsigned bytes, then by length
    return flip_ == 0 ? result : -result;
  }

  /// Between an integer and the prefix that stands for it in a numeric order.
  [[nodiscard]] std::uint64_t prefix_of_number(std::int64_t number) const {
    return (std::bit_cast<std::uint64_t>(number) ^ sign_bit) ^ flip_;
  }
  [[nodiscard]] std::int64_t number_of_prefix(std::uint64_t prefix) const {
    return std::bit_cast<std::int64_t>((prefix ^ flip_) ^ sign_bit);
  }

 private:
  static constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63U;

  /// The first eight bytes, the first one highest; a shorter record is padded with zeros, so a
  /// tie says nothing about lengths.
  [[nodiscard]] std::uint64_t prefix_of_bytes(std::string_view record) const {
    std::uint64_t word = 0;
    std::memcpy(&word, record.data(), record.size() < 8 ? record.size() : 8);
    if constexpr (std::endian::native == std::endian::little) word = __builtin_bswap64(word);
    return word ^ flip_;
  }

  Key key_;
  std::uint64_t flip_;
};

}  // namespace muster::order

#endif
