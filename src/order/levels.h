#ifndef MUSTER_ORDER_LEVELS_H
#define MUSTER_ORDER_LEVELS_H

#include <cstddef>
#include <string_view>
#include <vector>

#include "key/key.h"
#include "key/prefix.h"
#include "order/order.h"

namespace muster::order {

/// What an order compares, one level after the other: its keys and then, unless ties are settled
/// otherwise, the whole record. Each level has a prefix, which never decreases along its order and
/// settles most comparisons, and a full comparison, which is authoritative. A descending level
/// reverses both, so that callers always sort upwards.
///
/// Levels are numbered from 0. What is said of one holds for records that tie on all before it.
class Levels {
 public:
  explicit Levels(const Order& order);

  [[nodiscard]] std::size_t size() const { return levels_.size(); }
  /// Compares by this level and all that follow it: less than, equal to or greater than 0.
  [[nodiscard]] int compare_from(std::size_t level, std::string_view a, std::string_view b) const;
  /// The prefix of the level; if that compares bytes, of what is left after `skip` of them.
  [[nodiscard]] key::Prefix prefix(std::string_view record, std::size_t level,
                                   std::size_t skip) const;
  /// What is known of records that share this prefix of the level.
  [[nodiscard]] key::Tie tie_on(const key::Prefix& prefix, std::size_t level) const;
  /// Whether it compares bytes of a part of the record as it is, which text() gives.
  [[nodiscard]] bool compares_text(std::size_t level) const;
  [[nodiscard]] std::string_view text(std::string_view record, std::size_t level) const {
    return key::key_text(record, levels_[level], separator_);
  }

 private:
  std::vector<key::Key> levels_;
  key::Separator separator_;
  key::RandomSeed seed_;
};

}  // namespace muster::order

#endif
