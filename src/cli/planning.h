#ifndef MUSTER_CLI_PLANNING_H
#define MUSTER_CLI_PLANNING_H

#include "cli/arguments.h"
#include "gnu/options.h"
#include "plan/plan.h"

namespace muster::cli {

// The arguments of a command as a plan: what was left out is filled in, and what cannot be used
// together is refused here and nowhere else. They read the environment, the file system and the
// limits of this process, and take up the locale if the arguments ask for it. Throw UsageError,
// gnu::OrderError or, for what cannot be read, std::runtime_error.

plan::Run plan_run(const Arguments& arguments);

plan::Run plan_demo(const Arguments& arguments);

/// Without the seed of -R.
plan::Sort plan_sort(const Arguments& arguments);

/// The options that compare records, with the locale that they are to go by.
gnu::Options ordering_of(const Arguments& arguments);

}  // namespace muster::cli

#endif
