#ifndef MUSTER_KEY_COLLATION_H
#define MUSTER_KEY_COLLATION_H

#include <string>
#include <string_view>

namespace muster::key {

// The collation of this process's locale. A NUL separates texts that are compared one after the
// other, as GNU sort has it.

/// Less than, equal to or greater than 0: by strcoll, as GNU sort.
int compare_collated(std::string_view a, std::string_view b);

/// A text whose bytes never decrease along the order of compare_collated.
std::string collated_beginning(std::string_view text);

/// What stands for all texts that the locale takes for the same, by strxfrm.
std::string collated(std::string_view text);

}  // namespace muster::key

#endif
