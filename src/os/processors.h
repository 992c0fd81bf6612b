#ifndef MUSTER_OS_PROCESSORS_H
#define MUSTER_OS_PROCESSORS_H

#include <cstddef>

namespace muster::os {

/// The processors this process may run on, at least 1.
std::size_t processors();

}  // namespace muster::os

#endif
