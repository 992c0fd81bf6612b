#ifndef MUSTER_INIT_SIZES_H
#define MUSTER_INIT_SIZES_H

#include <cstddef>

#include "init/plan.h"
#include "segment/layout.h"

namespace muster::init {

/// The segment of a run: one slab if its records are known to be few.
segment::Geometry geometry_for(const Plan& plan);

/// How many workers may run at a time: as many as the plan says, unless the process may not have so
/// many files open. Raises that limit as far as it goes, and reports it if it is in the way.
std::size_t jobs_for(const Plan& plan);

/// The size of each worker's pipe, if `jobs` have one at a time.
int pipe_bytes_for(std::size_t jobs);

}  // namespace muster::init

#endif
