#ifndef MUSTER_CLI_OPERANDS_H
#define MUSTER_CLI_OPERANDS_H

#include <span>
#include <string>

#include "cli/arguments.h"
#include "plan/plan.h"

namespace muster::cli {

/// What run is to run: the words of COMMAND, and the inputs, from the options that give some and
/// from what follows `:::` and the like. Throws UsageError.
plan::Commands commands_of(const Arguments& arguments);

/// Refuses a shell line that has a replacement string of inputs, whose columns may have `names`,
/// between quotes: what stands for it is quoted already.
void check_shell_line(const plan::Commands& commands, std::span<const std::string> names);

}  // namespace muster::cli

#endif
