#ifndef MUSTER_KEY_GENERAL_NUMERIC_H
#define MUSTER_KEY_GENERAL_NUMERIC_H

#include <cstddef>
#include <string_view>

#include "key/prefix.h"

namespace muster::key {

/// Compares the floating-point numbers that two texts begin with, as `sort -g` does: what is no
/// number first, then NaN, then all others by their values as long doubles.
int compare_general(std::string_view a, std::string_view b);

/// How many bytes of the number that `text` begins with belong to it; 0 if it begins with none.
std::size_t general_length(std::string_view text);

/// Never decreases along that order.
Prefix prefix_of_general(std::string_view text);
/// Whether texts that share this prefix are equal.
bool general_prefix_decides(const Prefix& prefix);

}  // namespace muster::key

#endif
