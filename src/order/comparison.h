#ifndef MUSTER_ORDER_COMPARISON_H
#define MUSTER_ORDER_COMPARISON_H

#include <cstddef>
#include <string_view>
#include <vector>

#include "key/prefix.h"
#include "order/order.h"

namespace muster::order {

/// Which of two records comes first. An order is a row of levels: its keys, and then, if ties are
/// settled so, the whole record. Every level has two faces that agree: a prefix, which never
/// decreases along it and so decides most comparisons, and the whole truth, for ties. A descending
/// level turns both round, so that all who use this sort upwards and need not know.
class Comparison {
 public:
  explicit Comparison(const Order& order);

  /// Less than, equal to or greater than 0. Equal means: either the same bytes, or to be kept in
  /// the order of input (needs_origin).
  [[nodiscard]] int compare(std::string_view a, std::string_view b) const {
    return compare_from(0, a, b);
  }
  [[nodiscard]] key::Prefix prefix(std::string_view record) const { return prefix(record, 0, 0); }

  /// compare() for two records whose prefix is the same: often the first key need not be read
  /// again.
  [[nodiscard]] int compare_tied(std::string_view a, std::string_view b,
                                 const key::Prefix& prefix) const {
    return compare_from(decides(prefix, 0) ? 1 : 0, a, b);
  }

  /// Whether where they came from matters for records that compare equal: they may differ, or it is
  /// asked for.
  [[nodiscard]] bool needs_origin() const { return needs_origin_; }
  /// Whether only the first of records that compare equal is wanted.
  [[nodiscard]] bool is_unique() const { return is_unique_; }

  // Level by level, from 0. What follows holds for records that tie on all levels before.

  [[nodiscard]] std::size_t levels() const { return levels_.size(); }
  [[nodiscard]] int compare_from(std::size_t level, std::string_view a, std::string_view b) const;
  /// The prefix of the level; if it compares bytes, that of what is left after `skip` of them.
  [[nodiscard]] key::Prefix prefix(std::string_view record, std::size_t level,
                                   std::size_t skip) const;
  /// Whether records that share this prefix tie on the level.
  [[nodiscard]] bool decides(const key::Prefix& prefix, std::size_t level) const;
  [[nodiscard]] bool compares_bytes(std::size_t level) const;
  /// Whether they are those of a part of the record as it is, which text() gives.
  [[nodiscard]] bool compares_text(std::size_t level) const;
  [[nodiscard]] std::string_view text(std::string_view record, std::size_t level) const {
    return key::key_text(record, levels_[level], separator_);
  }

 private:
  std::vector<key::Key> levels_;
  key::Separator separator_;
  key::RandomSeed seed_;
  bool needs_origin_ = false;
  bool is_unique_;
};

}  // namespace muster::order

#endif
