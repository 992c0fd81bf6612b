#ifndef MUSTER_ORDER_ORDER_H
#define MUSTER_ORDER_ORDER_H

#include <algorithm>
#include <cstdint>
#include <vector>

#include "key/key.h"

namespace muster::order {

/// When a record may be released, and after which other.
enum class ReleaseRule : std::uint32_t {
  sorted,       ///< when all have been gathered, by the keys
  arrival,      ///< as it comes: first come, first served
  worker,       ///< P1's records as they come, then P2's, …
  round_robin,  ///< the first of each worker in turn, then the second of each, …
  merged,       ///< by the keys, as soon as every worker that has not ended has one to compare
};

/// What decides between records whose keys are equal.
enum class Ties : std::uint32_t {
  whole_record,           ///< their bytes, the last resort
  whole_record_reversed,  ///< the same, in descending order
  input_order,            ///< which of them came first
  first_only,             ///< the same, and only the first is released
};

/// The order of a run.
struct Order {
  ReleaseRule release = ReleaseRule::sorted;
  std::vector<key::Key> keys;  ///< the first one decides, then the next; none: the whole record
  key::Separator separator;
  Ties ties = Ties::whole_record;
  bool ties_are_identical = false;  ///< records whose keys are equal are the same bytes
  /// Each record is released after its Origin; those that are the same bytes stay in the order of
  /// input.
  bool with_origins = false;
  key::RandomSeed seed{};

  /// Whether records are released while others are still to come.
  [[nodiscard]] bool streams() const { return release != ReleaseRule::sorted; }
  /// Whether every worker's records are wanted from the start on: if one had to wait until another
  /// ends, its records might never come.
  [[nodiscard]] bool wants_all_workers() const {
    return streams() && release != ReleaseRule::worker;
  }
  /// Whether records wait for the turn of other workers.
  [[nodiscard]] bool has_turns() const { return streams() && release != ReleaseRule::arrival; }
  /// Whether, to go on, it takes the next record of one worker, or its end.
  [[nodiscard]] bool awaits_single_workers() const {
    return release == ReleaseRule::round_robin || release == ReleaseRule::merged;
  }
  /// Whether the keys count.
  [[nodiscard]] bool compares() const {
    return release == ReleaseRule::sorted || release == ReleaseRule::merged;
  }

  /// Whether it goes by a locale.
  [[nodiscard]] bool collates() const {
    return std::any_of(keys.begin(), keys.end(), [](const key::Key& key) {
      return key.kind == key::KeyKind::collated || key.kind == key::KeyKind::collated_random;
    });
  }

  /// Whether records whose keys are equal are compared by all of their bytes.
  [[nodiscard]] bool has_last_resort() const {
    return ties == Ties::whole_record || ties == Ties::whole_record_reversed;
  }

  /// Whether the whole record is compared after the keys, or in place of them.
  [[nodiscard]] bool compares_whole_record() const { return keys.empty() || has_last_resort(); }

  /// From ascending to descending and back. Ties that are kept in the order of input stay in it.
  void reverse() {
    if (keys.empty() && !has_last_resort()) add_whole_record();
    for (key::Key& key : keys) key.reverse = !key.reverse;
    if (has_last_resort())
      ties = ties == Ties::whole_record ? Ties::whole_record_reversed : Ties::whole_record;
  }

  /// Makes the whole record, which decides where there are no keys, a key.
  void add_whole_record() {
    keys.emplace_back();
    ties_are_identical = true;
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
