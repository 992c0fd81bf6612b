#ifndef MUSTER_ORDER_GENERAL_H
#define MUSTER_ORDER_GENERAL_H

#include <cstddef>
#include <string_view>

#include "order/prefix.h"

namespace muster::order {

/// Compares the floating-point numbers that two texts begin with, as `sort -g` does: what is no
/// number first, then NaN, then all others by their values as long doubles.
int compare_general(std::string_view a, std::string_view b);

/// How many bytes of the number that `text` begins with belong to it; 0 if it begins with none.
std::size_t general_length(std::string_view text);

/// Never decreases along that order.
Prefix prefix_of_general(std::string_view text);
/// Whether texts that share this prefix are equal.
bool general_prefix_decides(const Prefix& prefix);

}  // namespace muster::order

#endif
