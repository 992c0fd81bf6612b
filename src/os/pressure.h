#ifndef MUSTER_OS_PRESSURE_H
#define MUSTER_OS_PRESSURE_H

#include <string>

namespace muster::os {

// How busy the machine is. 0 where /proc does not say. Tests give another `root` than /.

/// How many processes run or wait for a processor or a disk: the mean of the last minute, or now,
/// whichever is more. This process does not count.
double load(const std::string& root = "");

/// In percent of the last ten seconds: how long all processes have waited for memory at the same
/// time.
double memory_stall(const std::string& root = "");

}  // namespace muster::os

#endif
