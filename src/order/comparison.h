#ifndef MUSTER_ORDER_COMPARISON_H
#define MUSTER_ORDER_COMPARISON_H

#include <cstdint>
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
  explicit Comparison(Order order);

  /// Less than, equal to or greater than 0. Equal means: either the same bytes, or to be kept in
  /// the order of input (needs_origin).
  [[nodiscard]] int compare(std::string_view a, std::string_view b) const;

  [[nodiscard]] std::uint64_t prefix(std::string_view record) const;

  /// compare() for two records whose prefix is the same: often the first key need not be read
  /// again.
  [[nodiscard]] int compare_tied(std::string_view a, std::string_view b,
                                 std::uint64_t prefix) const;

  /// Whether records that compare equal may differ, so that where they came from decides.
  [[nodiscard]] bool needs_origin() const { return needs_origin_; }
  /// Whether only the first of records that compare equal is wanted.
  [[nodiscard]] bool is_unique() const { return order_.ties.unique; }

  /// Whether a canonical integer can be known by its prefix alone: a number is all that counts in a
  /// record, and records that tie are the same bytes.
  [[nodiscard]] bool is_plain_numeric() const { return is_plain_numeric_; }
  /// Between an integer and the prefix that stands for it in such an order.
  [[nodiscard]] std::uint64_t prefix_of_integer(std::int64_t number) const {
    return prefix_of_number(number) ^ flip_;
  }
  [[nodiscard]] std::int64_t integer_of_prefix(std::uint64_t prefix) const {
    return number_of_prefix(prefix ^ flip_);
  }

 private:
  [[nodiscard]] int compare_from(std::size_t first_key, std::string_view a,
                                 std::string_view b) const;
  [[nodiscard]] int compare_keys(std::string_view a, std::string_view b, const Key& key) const;

  Order order_;
  std::uint64_t flip_;  // all ones if the first key is reversed
  bool is_plain_numeric_;
  bool needs_origin_;
};

}  // namespace muster::order

#endif
