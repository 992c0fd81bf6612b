#ifndef MUSTER_EVENT_WORK_TIMER_H
#define MUSTER_EVENT_WORK_TIMER_H

#include <cstdint>

#include "event/event.h"

namespace muster::event {

/// Times some work of this process, from its construction on.
class WorkTimer {
 public:
  /// `log` must outlive it.
  WorkTimer(const Log& log, Worked::Work work) : log_(log), work_(work) {}

  /// Emits that it is done. `bytes` is how many have been written for it.
  void done(std::uint64_t bytes) const {
    const Time now = Clock::now();
    log_.emit(Worked{work_, now - start_, bytes}, now);
  }

 private:
  const Log& log_;
  Worked::Work work_;
  Time start_ = Clock::now();
};

}  // namespace muster::event

#endif
