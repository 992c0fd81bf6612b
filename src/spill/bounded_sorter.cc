// More than memory holds: sorted runs on disk, merged by a tournament.
//
// A run holds records as they are printed, each with its delimiter, and with its origin before it
// if the order needs that for ties.

#include "spill/bounded_sorter.h"

#include <algorithm>
#include <utility>

#include "os/process.h"
#include "spill/merge.h"

namespace muster::spill {
namespace {

/// Blocks of runs. Small, since a merge holds one of each run.
constexpr std::size_t block_bytes = std::size_t{128} << 10U;

/// Chunks small enough that some of them are the whole budget.
std::size_t chunk_bytes(const BoundedSorter::Limits& limits) {
  constexpr std::size_t least = std::size_t{256} << 10U;
  return std::clamp(limits.memory_bytes / 16, least, order::Sorter::usual_chunk_bytes);
}

}  // namespace

BoundedSorter::BoundedSorter(order::Order order, record::Framing framing, Limits limits)
    : order_(std::move(order)),
      comparison_(order_),
      framing_(framing),
      limits_(std::move(limits)),
      sorter_(std::make_unique<order::Sorter>(order_, framing, limits_.threads, 0,
                                              chunk_bytes(limits_))) {}

std::size_t BoundedSorter::add(std::string_view records, std::uint64_t source) {
  const std::size_t count = sorter_->add(records, source);
  if (sorter_->memory_bytes() > limits_.memory_bytes) spill();
  return count;
}

std::size_t BoundedSorter::add(os::Mapping memory, std::size_t bytes, std::uint64_t source) {
  const std::size_t count = sorter_->add(std::move(memory), bytes, source);
  if (sorter_->memory_bytes() > limits_.memory_bytes) spill();
  return count;
}

void BoundedSorter::spill() {
  const Origins origins = comparison_.needs_origin() ? Origins::kept : Origins::none;
  if (!runs_)
    runs_ = std::make_unique<RunStack>(
        comparison_, framing_, origins,
        RunStack::Limits{limits_.folders, limits_.merged_max, os::descriptors_left()});
  RunWriter writer = runs_->create_run();
  sorter_->release([&](std::string_view block) { writer.write(block); },
                   {comparison_.needs_origin(), block_bytes});
  runs_->add(writer.finish());
  const std::uint64_t sequence = sorter_->sequence();
  sorter_.reset();  // before the next one takes memory
  sorter_ = std::make_unique<order::Sorter>(order_, framing_, limits_.threads, sequence,
                                            chunk_bytes(limits_));
}

void BoundedSorter::release(const std::function<void(std::string_view)>& write) {
  if (!runs_) return sorter_->release(write);
  spill();
  sorter_.reset();
  runs_->reduce_to(limits_.merged_max);
  merge(runs_->take(), comparison_, framing_,
        comparison_.needs_origin() ? Origins::dropped : Origins::none, write);
}

}  // namespace muster::spill
