#ifndef MUSTER_KEY_HUMAN_NUMERIC_H
#define MUSTER_KEY_HUMAN_NUMERIC_H

#include <cstddef>
#include <string_view>

#include "key/prefix.h"

namespace muster::key {

/// Compares the numbers with units that two texts begin with, as `sort -h` does: first by sign and
/// unit, then by number, 1024K < 1M.
int compare_human(std::string_view a, std::string_view b);

/// How many bytes of the number that `text` begins with belong to it, its unit among them; 0 if it
/// begins with none.
std::size_t human_length(std::string_view text);

/// Never decreases along that order.
Prefix prefix_of_human(std::string_view text);
/// Whether texts that share this prefix are equal.
bool human_prefix_decides(const Prefix& prefix);

}  // namespace muster::key

#endif
