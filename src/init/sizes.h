#ifndef MUSTER_INIT_SIZES_H
#define MUSTER_INIT_SIZES_H

#include <cstddef>
#include <cstdint>
#include <optional>

#include "event/event.h"
#include "plan/plan.h"
#include "protocol/setup.h"
#include "segment/layout.h"

namespace muster::init {

// Of the jobs is said how many there are, if that is known.

/// What the plan says of the Scheduler's part.
protocol::Setup setup_for(const plan::Run& plan, std::optional<std::uint32_t> job_count);

/// How many workers can run at a time, since each has files open. Raises the limit on these as far
/// as it goes, and emits an event if it is in the way of what the plan says.
std::uint64_t jobs_possible(const plan::Run& plan, std::optional<std::uint32_t> job_count,
                            const event::Log& log);

/// The size of each worker's pipe, if `jobs` have one at a time.
int pipe_bytes_for(std::size_t jobs);

}  // namespace muster::init

#endif
