#include "order/comparison.h"

namespace muster::order {

/// Apart from compare(), so that what settles most comparisons is inlined.
int Comparison::compare_tied(const Keyed& a, const Keyed& b) const {
  return levels_.compare_from(levels_.decides(a.prefix, 0) ? 1 : 0, a.record, b.record);
}

}  // namespace muster::order
