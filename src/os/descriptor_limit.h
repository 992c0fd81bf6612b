#ifndef MUSTER_OS_DESCRIPTOR_LIMIT_H
#define MUSTER_OS_DESCRIPTOR_LIMIT_H

#include <cstddef>

namespace muster::os {

/// Raises the soft limit on open descriptors to the hard one for this process (children get the
/// original back, see SpawnOptions) and returns the limit now in force.
std::size_t raise_descriptor_limit();

/// How many more descriptors this process may open, a few held back for passing needs.
std::size_t descriptors_left();

/// Gives this process, a child, the limit back that was found before it was raised. Makes only
/// system calls; false, with errno set, if that fails.
bool restore_descriptor_limit() noexcept;

}  // namespace muster::os

#endif
