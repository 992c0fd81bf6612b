#ifndef MUSTER_INIT_SIZES_H
#define MUSTER_INIT_SIZES_H

#include <cstddef>

#include "plan/plan.h"
#include "protocol/setup.h"
#include "segment/layout.h"

namespace muster::init {

/// What the plan says of the Scheduler's part.
protocol::Setup setup_for(const plan::Run& plan);

/// How many workers may have pipes at a time, since the process may not have more files open.
/// Raises that limit as far as it goes.
std::size_t possible_jobs();

/// The size of each worker's pipe, if `jobs` have one at a time.
int pipe_bytes_for(std::size_t jobs);

}  // namespace muster::init

#endif
