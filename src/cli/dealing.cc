#include "cli/dealing.h"

#include <string>

#include "cli/causes.h"
#include "cli/refuse.h"

namespace muster::cli {
namespace {

void check(const Arguments& arguments, const plan::Run& plan) {
  const Dealing& dealing = arguments.dealing;
  if (!dealing.is_wanted) refuse(Conflict::dealing_without_pipe);
  if (plan.commands.inputs) refuse(Conflict::pipe_with_inputs);
  if (arguments.workers) refuse(Conflict::pipe_with_workers);
  if (arguments.is_dry_run) refuse(Conflict::pipe_with_dry_run);
  const bool needs_all = plan.order.release == order::ReleaseRule::merged ||
                         plan.order.release == order::ReleaseRule::round_robin;
  if (needs_all && !dealing.round_robin) refuse(Conflict::pipe_with_order_of_all);
  if (arguments.binary_framing && (dealing.record_start || dealing.record_end))
    refuse(Conflict::record_marks_with_records);
  if (dealing.round_robin && (plan.jobs.retries > 0 || plan.jobs.free_bytes_min > 0))
    refuse(Conflict::round_robin_with_retries);
  if (dealing.round_robin && arguments.jobs == 0) refuse(Conflict::round_robin_without_limit);
}

}  // namespace

std::optional<plan::Dealing> dealing_of(const Arguments& arguments, const plan::Run& plan) {
  const Dealing& dealing = arguments.dealing;
  if (!dealing.is_any_set()) return std::nullopt;
  check(arguments, plan);
  plan::Dealing planned;
  planned.block_bytes = dealing.block_bytes.value_or(planned.block_bytes);
  planned.record_bytes = plan.records.framing.bytes();
  planned.record_start = dealing.record_start.value_or("");
  if (dealing.record_end || dealing.record_start)
    planned.record_end = dealing.record_end.value_or("");
  else
    planned.record_end = std::string(1, plan.records.framing.delimiter());
  planned.header = plan.selection.header;
  planned.round_robin = dealing.round_robin;
  return planned;
}

}  // namespace muster::cli
