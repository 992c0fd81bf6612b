#ifndef MUSTER_REPORT_WALL_CLOCK_H
#define MUSTER_REPORT_WALL_CLOCK_H

#include <chrono>

#include "event/event.h"

namespace muster::report {

/// When it was by the clock on the wall.
inline std::chrono::system_clock::time_point wall_clock(event::Time time) {
  using std::chrono::system_clock;
  const auto age = event::Clock::now() - time;
  return system_clock::now() - std::chrono::duration_cast<system_clock::duration>(age);
}

/// The same, in seconds since 1970.
inline double unix_seconds(event::Time time) {
  return std::chrono::duration<double>(wall_clock(time).time_since_epoch()).count();
}

}  // namespace muster::report

#endif
