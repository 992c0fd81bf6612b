#include "spill/run_stack.h"

#include <algorithm>
#include <utility>

namespace muster::spill {

RunStack::RunStack(const order::Comparison& comparison, record::Framing framing, Origins origins,
                   Limits limits)
    : comparison_(comparison),
      framing_(framing),
      origins_(origins),
      limits_(std::move(limits)),
      folders_(limits_.folders.begin(), limits_.folders.end()) {}

RunWriter RunStack::create_run() {
  return RunWriter(folders_[files_made_++ % folders_.size()]);
}

void RunStack::add(os::Fd run) {
  runs_.push_back({std::move(run), 0});
  while (size_of_last_level() >= limits_.merged_max) merge_last(limits_.merged_max);
  // One descriptor is for the run that is written next.
  while (runs_.size() > 1 && runs_.size() + 1 > limits_.descriptors_max)
    merge_last(std::max<std::size_t>(2, size_of_last_level()));
}

void RunStack::reduce_to(std::size_t count) {
  while (runs_.size() > count) merge_last(std::min(limits_.merged_max, runs_.size() - count + 1));
}

std::vector<std::unique_ptr<Source>> RunStack::take_last(std::size_t count) {
  const auto first = runs_.end() - static_cast<std::ptrdiff_t>(count);
  std::vector<std::unique_ptr<Source>> sources;
  for (auto run = first; run != runs_.end(); ++run)
    sources.push_back(std::make_unique<RunReader>(std::move(run->file)));
  runs_.erase(first, runs_.end());
  return sources;
}

std::size_t RunStack::size_of_last_level() const {
  const auto is_higher = [this](const Run& run) { return run.level != runs_.back().level; };
  return static_cast<std::size_t>(std::find_if(runs_.rbegin(), runs_.rend(), is_higher) -
                                  runs_.rbegin());
}

void RunStack::merge_last(std::size_t count) {
  const std::size_t level = runs_[runs_.size() - count].level + 1;
  std::vector<std::unique_ptr<Source>> sources = take_last(count);
  RunWriter writer = create_run();
  merge(std::move(sources), comparison_, framing_, origins_,
        [&](std::string_view block) { writer.write(block); });
  runs_.push_back({writer.finish(), level});
}

}  // namespace muster::spill
