#ifndef MUSTER_OS_MEMORY_H
#define MUSTER_OS_MEMORY_H

#include <cstddef>

namespace muster::os {

/// The bytes of memory that could be used now without swapping: what the kernel calls available,
/// or what the control group's limit leaves if that is less.
std::size_t available_memory_bytes();

/// The processors this process may run on, at least 1.
std::size_t processors();

}  // namespace muster::os

#endif
