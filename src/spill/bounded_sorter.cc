// More than memory holds: sorted runs on disk, merged by a tournament.
//
// A run holds records as they are printed, each with its delimiter, and with its origin before it
// if the order needs that for ties.
//
// Of a top, twice as many records as are wanted are held at most, or as many as some megabytes
// hold: then all after the first are dropped. The sorter keeps most of them out before that.

#include "spill/bounded_sorter.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "event/work_timer.h"
#include "merge/merge.h"
#include "order/comparison.h"
#include "order/origin.h"
#include "os/descriptor_limit.h"
#include "record/each.h"
#include "sort/sorter.h"
#include "spill/merge_runs.h"
#include "spill/run_stack.h"

namespace muster::spill {
namespace {

using Work = event::Worked::Work;

/// Blocks of runs. Small, since a merge holds one of each run, and several threads do.
std::size_t block_bytes(const BoundedSorter::Limits& limits) {
  return std::clamp(limits.memory_bytes / 512, std::size_t{32} << 10U, std::size_t{128} << 10U);
}

/// How much is held of a top before what is not wanted is dropped, unless its records take more.
constexpr std::size_t top_bytes = std::size_t{32} << 20U;

/// Chunks small enough that some of them are the whole budget.
std::size_t chunk_bytes(const BoundedSorter::Limits& limits) {
  constexpr std::size_t least = std::size_t{256} << 10U;
  const std::size_t bytes =
      limits.top == record::every ? limits.memory_bytes : std::min(limits.memory_bytes, top_bytes);
  return std::clamp(bytes / 16, least, sort::Sorter::usual_chunk_bytes);
}

}  // namespace

class BoundedSorter::Impl {
 public:
  Impl(order::Order order, record::Framing framing, Limits limits);

  std::size_t add(std::string_view records, std::uint64_t source);
  std::size_t add(os::Mapping memory, std::size_t bytes, std::uint64_t source);
  void release(const std::function<void(std::string_view)>& write);

 private:
  void make_room();
  void release_sorted(const std::function<void(std::string_view)>& write);
  void release_first(const std::function<void(std::string_view)>& write);
  void keep_first();
  void spill();

  order::Order order_;
  order::Comparison comparison_;
  record::Framing framing_;
  Limits limits_;
  std::unique_ptr<sort::Sorter> sorter_;
  std::uint64_t held_ = 0;          // records that the sorter has
  std::unique_ptr<RunStack> runs_;  // what was spilled, if anything was
};

BoundedSorter::Impl::Impl(order::Order order, record::Framing framing, Limits limits)
    : order_(std::move(order)),
      comparison_(order_),
      framing_(framing),
      limits_(std::move(limits)),
      sorter_(std::make_unique<sort::Sorter>(order_, framing_, limits_.threads,
                                             chunk_bytes(limits_), limits_.top)) {}

std::size_t BoundedSorter::Impl::add(std::string_view records, std::uint64_t source) {
  const std::size_t count = sorter_->add(records, source);
  held_ += count;
  make_room();
  return count;
}

std::size_t BoundedSorter::Impl::add(os::Mapping memory, std::size_t bytes, std::uint64_t source) {
  const std::size_t count = sorter_->add(std::move(memory), bytes, source);
  held_ += count;
  make_room();
  return count;
}

/// Drops what is not wanted, or spills, if more is held than may be.
void BoundedSorter::Impl::make_room() {
  const std::size_t bytes = sorter_->memory_bytes();
  if (held_ / 2 >= limits_.top && bytes > std::min(limits_.memory_bytes, top_bytes))
    keep_first();
  else if (bytes > limits_.memory_bytes)
    spill();
}

/// Releases what is wanted of the records held, with their origins if they are needed, and holds
/// nothing after it.
void BoundedSorter::Impl::release_first(const std::function<void(std::string_view)>& write) {
  const std::size_t before = comparison_.needs_origin() ? sizeof(order::Origin) : 0;
  record::Head head(limits_.top);
  sorter_->release(
      [&](std::string_view block) {
        if (!head.is_complete()) write(head.take(block, framing_, before));
      },
      {comparison_.needs_origin(), block_bytes(limits_)});
  sorter_->clear();
  held_ = 0;
}

/// Forgets all records held but those that are wanted, which are added again in the order of their
/// origins: that order is all that becomes of their sequence numbers.
void BoundedSorter::Impl::keep_first() {
  std::string first;
  release_first([&](std::string_view block) { first += block; });
  if (!comparison_.needs_origin()) {
    held_ = sorter_->add(first, 0);
    return;
  }
  std::vector<std::pair<order::Origin, std::string_view>> kept;
  record::for_each_after(
      first, sizeof(order::Origin), framing_, [&](const char* before, std::string_view record) {
        order::Origin origin;
        std::memcpy(&origin, before, sizeof origin);
        kept.emplace_back(
            origin, std::string_view(record.data(), record.size() + framing_.delimiter_bytes()));
      });
  std::sort(kept.begin(), kept.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [origin, record] : kept) held_ += sorter_->add(record, origin.source);
}

void BoundedSorter::Impl::spill() {
  const merge::Origins origins =
      comparison_.needs_origin() ? merge::Origins::kept : merge::Origins::none;
  if (!runs_)
    runs_ = std::make_unique<RunStack>(
        comparison_, framing_, origins,
        RunStack::Limits{limits_.folders, limits_.merged_max, os::descriptors_left(),
                         limits_.memory_bytes, limits_.log});
  const event::WorkTimer timer(limits_.log, Work::spilling);
  RunWriter writer = runs_->create_run();
  release_first([&](std::string_view block) { writer.write(block); });
  timer.done(writer.bytes());
  runs_->add(std::move(writer));
}

void BoundedSorter::Impl::release(const std::function<void(std::string_view)>& write) {
  if (!runs_) return release_sorted(write);
  spill();
  sorter_.reset();
  runs_->reduce_to(limits_.merged_max);
  const event::WorkTimer writing(limits_.log, Work::writing);
  std::uint64_t bytes = 0;
  const merge::Origins origins = order_.with_origins          ? merge::Origins::kept
                                 : comparison_.needs_origin() ? merge::Origins::dropped
                                                              : merge::Origins::none;
  merge_runs(runs_->runs(), comparison_, framing_, origins, limits_.threads, limits_.memory_bytes,
             [&](std::string_view records) {
               write(records);
               bytes += records.size();
             });
  writing.done(bytes);
}

/// All of it is in memory. Sorting is over with the first block.
void BoundedSorter::Impl::release_sorted(const std::function<void(std::string_view)>& write) {
  const event::WorkTimer sorting(limits_.log, Work::sorting);
  std::optional<event::WorkTimer> writing;
  std::uint64_t bytes = 0;
  sorter_->release(
      [&](std::string_view block) {
        if (!writing) {
          sorting.done(0);
          writing.emplace(limits_.log, Work::writing);
        }
        write(block);
        bytes += block.size();
      },
      {order_.with_origins});
  if (writing) writing->done(bytes);
}

BoundedSorter::BoundedSorter(order::Order order, record::Framing framing, Limits limits)
    : impl_(std::make_unique<Impl>(std::move(order), framing, std::move(limits))) {}
BoundedSorter::~BoundedSorter() = default;

std::size_t BoundedSorter::add(std::string_view records, std::uint64_t source) {
  return impl_->add(records, source);
}
std::size_t BoundedSorter::add(os::Mapping memory, std::size_t bytes, std::uint64_t source) {
  return impl_->add(std::move(memory), bytes, source);
}
void BoundedSorter::release(const std::function<void(std::string_view)>& write) {
  impl_->release(write);
}

}  // namespace muster::spill
