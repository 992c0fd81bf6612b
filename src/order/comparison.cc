#include "order/comparison.h"

namespace muster::order {

/// Apart from compare(), so that what settles most comparisons is inlined.
int Comparison::compare_tied(const Keyed& a, const Keyed& b) const {
  return levels_.compare_from(levels_.tie_on(a.prefix, 0) == key::Tie::equal ? 1 : 0, a.record,
                              b.record);
}

}  // namespace muster::order
