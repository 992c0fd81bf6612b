#ifndef MUSTER_OS_RANDOM_H
#define MUSTER_OS_RANDOM_H

#include <cstddef>
#include <string>

namespace muster::os {

/// Random lower-case hexadecimal digits from the kernel, two for each of `bytes`.
std::string random_name(std::size_t bytes);

}  // namespace muster::os

#endif
