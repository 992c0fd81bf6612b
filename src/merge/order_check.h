#ifndef MUSTER_MERGE_ORDER_CHECK_H
#define MUSTER_MERGE_ORDER_CHECK_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "order/comparison.h"
#include "order/order.h"
#include "record/framing.h"

namespace muster::merge {

/// A record that should have come before the one in front of it.
struct Disorder {
  std::uint64_t number = 0;  ///< counted from 1 over all records of its source
  std::string_view record;
};

/// Whether each source gives its records in order, as a merge takes for granted. Checks them as
/// they come.
class OrderCheck {
 public:
  /// What of records that compare equal.
  enum class Equal : std::uint8_t { in_order, out_of_order };

  /// The first `header` records of each source may be anything.
  OrderCheck(const order::Order& order, record::Framing framing, std::uint64_t header = 0,
             Equal equal = Equal::in_order)
      : comparison_(order), framing_(framing), header_(header), equal_(equal) {}

  /// Checks the next whole records of `source`. Returns the first of them that is out of order,
  /// which lies in `records`.
  [[nodiscard]] std::optional<Disorder> find_disorder(std::uint32_t source,
                                                      std::string_view records);
  /// `source` will give no more.
  void forget(std::uint32_t source) { lasts_.erase(source); }

 private:
  /// The last record that a source has given so far.
  struct Last {
    std::uint64_t number = 0;
    key::Prefix prefix;
    std::string record;
  };

  order::Comparison comparison_;
  record::Framing framing_;
  std::uint64_t header_;
  Equal equal_;
  std::unordered_map<std::uint32_t, Last> lasts_;
};

}  // namespace muster::merge

#endif
