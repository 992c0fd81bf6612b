#include "spill/run_stack.h"

#include <fcntl.h>

#include <algorithm>
#include <utility>

#include "event/work_timer.h"

namespace muster::spill {
namespace {

/// An index takes no more than this share of the memory for all runs that are merged at a time.
constexpr std::size_t index_share = 16;

/// A run that is only read from its start to its end.
class WholeRun final : public merge::Source {
 public:
  explicit WholeRun(Run run) : run_(std::move(run)), reader_(run_.file) {
    (void)::posix_fadvise(run_.file.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  std::string_view next() override { return reader_.next(); }

 private:
  Run run_;
  RunReader reader_;
};

}  // namespace

RunStack::RunStack(const order::Comparison& comparison, record::Framing framing,
                   merge::Origins origins, Limits limits)
    : comparison_(comparison),
      framing_(framing),
      origins_(origins),
      limits_(std::move(limits)),
      folders_(limits_.folders.begin(), limits_.folders.end()) {
  limits_.memory_bytes = std::max(limits_.memory_bytes, limits_.merged_max * usual_reader_bytes);
}

RunWriter RunStack::create_run() {
  const SplitOrder order(comparison_, framing_, origins_ != merge::Origins::none);
  return {folders_[files_made_++ % folders_.size()],
          RunIndex(order, limits_.memory_bytes / index_share / limits_.merged_max)};
}

void RunStack::add(RunWriter run) {
  push(std::move(run), 0);
  while (is_level_full()) merge_last(size_of_last_level());
  // One descriptor is for the run that is written next.
  while (runs_.size() > 1 && runs_.size() + 1 > limits_.descriptors_max)
    merge_last(std::max<std::size_t>(2, size_of_last_level()));
}

void RunStack::reduce_to(std::size_t count) {
  while (const std::size_t merged = count_to_merge(count)) merge_last(merged);
}

/// The fewest of the last runs that reduce_to() has to merge, or as many of them as may be merged
/// at a time; none if it is done.
std::size_t RunStack::count_to_merge(std::size_t count) const {
  const std::size_t all_bytes = reader_bytes();
  const bool fit = runs_.size() <= 2 || all_bytes <= limits_.memory_bytes;
  if (runs_.size() <= count && fit) return 0;
  Memory merged;
  for (std::size_t n = 1; n <= std::min(runs_.size(), limits_.merged_max); ++n) {
    Memory with_next = merged;
    with_next.add(runs_[runs_.size() - n].run);
    if (n > 2 && with_next.bytes > limits_.memory_bytes) return n - 1;
    merged = with_next;
    const std::size_t left_bytes = all_bytes - merged.bytes + merged.largest;
    if (n >= 2 && runs_.size() - n + 1 <= count && left_bytes <= limits_.memory_bytes) return n;
  }
  return std::min(runs_.size(), limits_.merged_max);
}

void RunStack::Memory::add(const Run& run) {
  bytes += run.reader_bytes;
  largest = std::max(largest, run.reader_bytes);
}

RunStack::Memory RunStack::memory_of_last(std::size_t count) const {
  Memory memory;
  for (auto run = runs_.end() - static_cast<std::ptrdiff_t>(count); run != runs_.end(); ++run)
    memory.add(run->run);
  return memory;
}

/// Whether the runs of the last level are as many as may be merged at a time.
bool RunStack::is_level_full() const {
  const std::size_t count = size_of_last_level();
  const Memory memory = memory_of_last(count);
  return count >= limits_.merged_max ||
         (count >= 2 && memory.bytes + memory.largest > limits_.memory_bytes);
}

std::vector<std::unique_ptr<merge::Source>> RunStack::take_last(std::size_t count) {
  const auto first = runs_.end() - static_cast<std::ptrdiff_t>(count);
  std::vector<std::unique_ptr<merge::Source>> sources;
  for (auto run = first; run != runs_.end(); ++run)
    sources.push_back(std::make_unique<WholeRun>(std::move(run->run)));
  runs_.erase(first, runs_.end());
  return sources;
}

std::vector<const Run*> RunStack::runs() const {
  std::vector<const Run*> runs;
  for (const Placed& placed : runs_) runs.push_back(&placed.run);
  return runs;
}

std::size_t RunStack::size_of_last_level() const {
  const auto is_higher = [this](const Placed& placed) {
    return placed.level != runs_.back().level;
  };
  return static_cast<std::size_t>(std::find_if(runs_.rbegin(), runs_.rend(), is_higher) -
                                  runs_.rbegin());
}

void RunStack::merge_last(std::size_t count) {
  const event::WorkTimer timer(limits_.log, event::Worked::Work::merging);
  const std::size_t level = runs_[runs_.size() - count].level + 1;
  std::vector<std::unique_ptr<merge::Source>> sources = take_last(count);
  RunWriter writer = create_run();
  merge::merge(std::move(sources), comparison_, framing_, origins_,
               [&](std::string_view block) { writer.write(block); });
  timer.done(writer.bytes());
  push(std::move(writer), level);
}

void RunStack::push(RunWriter run, std::size_t level) {
  runs_.push_back({run.finish(), level});
}

}  // namespace muster::spill
