#ifndef MUSTER_REPORT_CALLS_H
#define MUSTER_REPORT_CALLS_H

#include <string>

#include "event/event.h"

namespace muster::report {

/// The system calls by which a step is taken, as section 2 of the manual names them ("open, mmap");
/// empty if by none, or if they depend on more than the event.
std::string calls_of(const event::Event& event, bool workers_are_forked);

}  // namespace muster::report

#endif
