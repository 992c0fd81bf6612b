#ifndef MUSTER_CLI_REFUSE_H
#define MUSTER_CLI_REFUSE_H

#include "cli/causes.h"
#include "cli/usage_error.h"

namespace muster::cli {

/// Throws the UsageError that says so.
template <typename Cause>
[[noreturn]] void refuse(const Cause& cause) {
  throw UsageError(sentence(cause));
}

}  // namespace muster::cli

#endif
