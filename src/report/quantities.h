#ifndef MUSTER_REPORT_QUANTITIES_H
#define MUSTER_REPORT_QUANTITIES_H

#include <cstdint>
#include <string>

namespace muster::report {

/// 1,234,567.
std::string count_text(std::uint64_t count);

/// 250 µs, 12.3 ms, 4.56 s, 1:03 or 1:02:03.
std::string seconds_text(double seconds);

/// "1 worker", "2 workers".
std::string counted(std::uint64_t count, const char* noun);

}  // namespace muster::report

#endif
