#ifndef MUSTER_OS_MEMORY_H
#define MUSTER_OS_MEMORY_H

#include <cstddef>

namespace muster::os {

/// The bytes of memory that could be used now without swapping: what the kernel calls available,
/// or what the control group's limit leaves if that is less.
std::size_t available_memory_bytes();

}  // namespace muster::os

#endif
