#ifndef MUSTER_SPILL_MERGE_RUNS_H
#define MUSTER_SPILL_MERGE_RUNS_H

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "merge/merge.h"
#include "order/comparison.h"
#include "record/framing.h"
#include "spill/run_file.h"

namespace muster::spill {

/// Merges runs that are in order, as merge::merge() does, by `threads` threads: all runs are split
/// at the same records, and each thread merges what lies between two of them. By one thread if
/// there is not enough memory for several. write(records) is called from several threads, but never
/// from two at once. The runs must outlive the call. Throws DamagedRun if one has changed.
void merge_runs(const std::vector<const Run*>& runs, const order::Comparison& comparison,
                record::Framing framing, merge::Origins origins, std::size_t threads,
                std::size_t memory_bytes, const std::function<void(std::string_view)>& write);

}  // namespace muster::spill

#endif
