// More than memory holds: sorted runs on disk, merged by a tournament.
//
// A run holds records as they are printed, each with its delimiter, and with its origin before it
// if the order needs that for ties.
//
// Of a top, twice as many records as are wanted are held at most, or some tens of thousands: then
// all after the first are dropped, and the last of these is a cutoff that keeps most others out.

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

/// Chunks small enough that some of them are the whole budget.
std::size_t chunk_bytes(const BoundedSorter::Limits& limits) {
  constexpr std::size_t least = std::size_t{256} << 10U;
  return std::clamp(limits.memory_bytes / 16, least, sort::Sorter::usual_chunk_bytes);
}

/// Fewer records are not worth the work of dropping those that are not wanted, unless memory is
/// full.
constexpr std::uint64_t dropped_min = std::uint64_t{64} << 10U;

}  // namespace

class BoundedSorter::Impl {
 public:
  Impl(order::Order order, record::Framing framing, Limits limits);

  std::size_t add(std::string_view records, std::uint64_t source);
  std::size_t add(os::Mapping memory, std::size_t bytes, std::uint64_t source);
  void release(const std::function<void(std::string_view)>& write);

 private:
  /// The last of the wanted records so far: none that comes after it is wanted.
  struct Cutoff {
    key::Prefix prefix;
    std::string record;
  };

  std::size_t add_wanted(std::string_view records, std::uint64_t source);
  [[nodiscard]] bool is_after_cutoff(std::string_view record) const;
  void release_sorted(const std::function<void(std::string_view)>& write);
  void release_first(const std::function<void(std::string_view)>& write);
  void keep_first();
  void spill();

  order::Order order_;
  order::Comparison comparison_;
  record::Framing framing_;
  Limits limits_;
  std::unique_ptr<sort::Sorter> sorter_;
  std::uint64_t held_ = 0;  // records that the sorter has
  std::optional<Cutoff> cutoff_;
  std::unique_ptr<RunStack> runs_;  // what was spilled, if anything was
};

BoundedSorter::Impl::Impl(order::Order order, record::Framing framing, Limits limits)
    : order_(std::move(order)),
      comparison_(order_),
      framing_(framing),
      limits_(std::move(limits)),
      sorter_(std::make_unique<sort::Sorter>(order_, framing_, limits_.threads,
                                             chunk_bytes(limits_))) {}

std::size_t BoundedSorter::Impl::add(std::string_view records, std::uint64_t source) {
  const std::size_t count = add_wanted(records, source);
  const bool is_memory_full = sorter_->memory_bytes() > limits_.memory_bytes;
  if (held_ / 2 >= limits_.top && (is_memory_full || held_ > dropped_min))
    keep_first();
  else if (is_memory_full)
    spill();
  return count;
}

std::size_t BoundedSorter::Impl::add(os::Mapping memory, std::size_t bytes, std::uint64_t source) {
  // What may be dropped has to be compared first.
  if (limits_.top != record::every) return add({memory.data(), bytes}, source);
  const std::size_t count = sorter_->add(std::move(memory), bytes, source);
  if (sorter_->memory_bytes() > limits_.memory_bytes) spill();
  return count;
}

/// Adds those of the records that may be wanted; returns how many there were.
std::size_t BoundedSorter::Impl::add_wanted(std::string_view records, std::uint64_t source) {
  if (!cutoff_) {
    const std::size_t count = sorter_->add(records, source);
    held_ += count;
    return count;
  }
  const char* wanted = records.data();  // from here to the next that is not
  const auto add_until = [&](const char* end) {
    if (wanted < end)
      held_ += sorter_->add({wanted, static_cast<std::size_t>(end - wanted)}, source);
  };
  const std::size_t count = record::for_each(records, framing_, [&](std::string_view record) {
    if (!is_after_cutoff(record)) return;
    add_until(record.data());
    wanted = record.data() + record.size() + framing_.delimiter_bytes();
  });
  add_until(records.data() + records.size());
  return count;
}

/// One that equals the cutoff may be wanted in its place: if they differ, for where it came from.
bool BoundedSorter::Impl::is_after_cutoff(std::string_view record) const {
  const int result =
      comparison_.compare(comparison_.keyed(record), {cutoff_->prefix, cutoff_->record});
  return result > 0 || (result == 0 && !comparison_.needs_origin());
}

/// Releases what is wanted of the records held, with their origins if they are needed, and holds
/// nothing after it.
void BoundedSorter::Impl::release_first(const std::function<void(std::string_view)>& write) {
  const std::size_t before = comparison_.needs_origin() ? sizeof(order::Origin) : 0;
  record::Head head(limits_.top);
  sorter_->release(
      [&](std::string_view block) {
        if (head.is_complete()) return;
        block = head.take(block, framing_, before);
        write(block);
        if (!head.is_complete()) return;
        std::string_view last;
        record::for_each_after(block, before, framing_,
                               [&](const char*, std::string_view record) { last = record; });
        cutoff_ = {comparison_.prefix(last), std::string(last)};
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
