#ifndef MUSTER_CLI_DEALING_H
#define MUSTER_CLI_DEALING_H

#include <optional>

#include "cli/arguments.h"
#include "plan/plan.h"

namespace muster::cli {

/// How standard input is dealt out, if it is, in a run that is planned otherwise. Throws UsageError
/// for what cannot be used together with that.
std::optional<plan::Dealing> dealing_of(const Arguments& arguments, const plan::Run& plan);

}  // namespace muster::cli

#endif
