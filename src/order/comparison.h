#ifndef MUSTER_ORDER_COMPARISON_H
#define MUSTER_ORDER_COMPARISON_H

#include <string_view>

#include "key/prefix.h"
#include "order/levels.h"
#include "order/order.h"

namespace muster::order {

/// A record and its prefix, which settles most comparisons without a look at the record.
struct Keyed {
  key::Prefix prefix;
  std::string_view record;
};

/// Which of two records comes first.
class Comparison {
 public:
  explicit Comparison(const Order& order)
      : levels_(order),
        needs_origin_(order.with_origins ||
                      !(order.compares_whole_record() || order.ties_are_identical)),
        is_unique_(order.ties == Ties::first_only) {}

  [[nodiscard]] key::Prefix prefix(std::string_view record) const {
    return levels_.prefix(record, 0, 0);
  }
  [[nodiscard]] Keyed keyed(std::string_view record) const { return {prefix(record), record}; }

  /// Less than, equal to or greater than 0. Equal means: either the same bytes, or to be kept in
  /// the order of input (needs_origin).
  [[nodiscard]] int compare(const Keyed& a, const Keyed& b) const {
    if (a.prefix != b.prefix) return a.prefix < b.prefix ? -1 : 1;
    return compare_tied(a, b);
  }
  /// The same without prefixes.
  [[nodiscard]] int compare(std::string_view a, std::string_view b) const {
    return levels_.compare_from(0, a, b);
  }

  /// Whether the origins of records that compare equal matter: they may differ, or are asked for.
  [[nodiscard]] bool needs_origin() const { return needs_origin_; }
  /// Whether only the first of records that compare equal is wanted.
  [[nodiscard]] bool is_unique() const { return is_unique_; }

  /// For sorting by one level at a time.
  [[nodiscard]] const Levels& levels() const { return levels_; }

 private:
  [[nodiscard]] int compare_tied(const Keyed& a, const Keyed& b) const;

  Levels levels_;
  bool needs_origin_;
  bool is_unique_;
};

}  // namespace muster::order

#endif
