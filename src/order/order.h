#ifndef MUSTER_ORDER_ORDER_H
#define MUSTER_ORDER_ORDER_H

#include <cstdint>
#include <vector>

#include "key/key.h"

namespace muster::order {

/// When a record may be released, and after which other.
enum class Policy : std::uint32_t {
  sorted,       ///< when all have been gathered, by the keys
  arrival,      ///< as it comes: first come, first served
  worker,       ///< P1's records as they come, then P2's, …
  round_robin,  ///< the first of each worker in turn, then the second of each, …
  merged,       ///< by the keys, as soon as every worker that has not ended has one to compare
};

/// How records are compared beyond their keys; the part of an order that has a fixed size.
struct Ties {
  bool reverse = false;    ///< turns the last resort round: whole records as bytes
  bool stable = false;     ///< no last resort: records with equal keys stay in the order of input
  bool unique = false;     ///< the same, and only the first of them is released
  bool identical = false;  ///< there are no ties but of records that are the same bytes
  /// Records that are the same bytes stay in the order of input too, and are released behind their
  /// Origin.
  bool with_origins = false;
};

/// The order of a run.
struct Order {
  Policy policy = Policy::sorted;
  std::vector<key::Key> keys;  ///< the first one decides, then the next; none: the whole record
  key::Separator separator;
  Ties ties;
  key::RandomSeed seed{};

  /// Whether records are released while others are still to come.
  [[nodiscard]] bool streams() const { return policy != Policy::sorted; }
  /// Whether every worker's records are wanted from the start on: if one had to wait until another
  /// ends, its records might never come.
  [[nodiscard]] bool wants_all_workers() const { return streams() && policy != Policy::worker; }
  /// Whether, to go on, it takes the next record of one worker, or its end.
  [[nodiscard]] bool awaits_single_workers() const {
    return policy == Policy::round_robin || policy == Policy::merged;
  }
  /// Whether the keys count.
  [[nodiscard]] bool compares() const {
    return policy == Policy::sorted || policy == Policy::merged;
  }

  /// From ascending to descending and back. The order of input, for ties, stays as it is.
  void turn_round() {
    for (key::Key& key : keys) key.reverse = !key.reverse;
    ties.reverse = !ties.reverse;
  }
};

/// Whole records by the number they begin with: `sort -n`.
inline Order numeric_order() {
  Order order;
  order.keys.emplace_back().kind = key::KeyKind::numeric;
  return order;
}

}  // namespace muster::order

#endif
