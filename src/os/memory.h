#ifndef MUSTER_OS_MEMORY_H
#define MUSTER_OS_MEMORY_H

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace muster::os {

/// The bytes of memory that could be used now without swapping: what the kernel calls available,
/// or what the control group's limit leaves if that is less. Tests give another `root` than /.
std::size_t available_memory_bytes(const std::string& root = "");

/// The memory that a process has in use now, with what it shares with others; 0 if it has ended.
std::uint64_t resident_bytes(pid_t pid);

}  // namespace muster::os

#endif
