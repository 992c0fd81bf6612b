#ifndef MUSTER_OS_MEMORY_H
#define MUSTER_OS_MEMORY_H

#include <cstddef>
#include <string>

namespace muster::os {

/// The bytes of memory that could be used now without swapping: what the kernel calls available,
/// or what the control group's limit leaves if that is less. Tests give another `root` than /.
std::size_t available_memory_bytes(const std::string& root = "");

}  // namespace muster::os

#endif
