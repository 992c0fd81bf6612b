#include "sort/partitioner.h"

#include <algorithm>
#include <tuple>

namespace muster::sort {
namespace {

/// How many records are sampled for each partition when the splitters are chosen.
constexpr std::size_t samples_per_partition = 8;

/// The first index from `low` to `size` for which is_before does not hold, looked for with growing
/// steps: it is mostly near.
template <typename IsBefore>
std::size_t partition_index(std::size_t low, std::size_t size, IsBefore&& is_before) {
  std::size_t step = 1;
  while (low < size) {
    const std::size_t probe = std::min(low + step, size) - 1;
    if (!is_before(probe)) {
      size = probe;
      break;
    }
    low = probe + 1;
    step *= 2;
  }
  while (low < size) {
    const std::size_t middle = low + (size - low) / 2;
    if (is_before(middle))
      low = middle + 1;
    else
      size = middle;
  }
  return low;
}

/// Where the samples of a run begin. SortedRuns are alike: their records at the same index lie
/// close together in the order, and if all began there, so would all samples. So each begins
/// elsewhere: multiples of the golden ratio divide a stride as evenly as is possible for any number
/// of runs.
std::size_t first_sample(std::size_t run, std::size_t stride) {
  constexpr std::uint64_t golden_ratio = 0x9e3779b9;  // of 2^32
  const std::uint64_t fraction = (run * golden_ratio) & 0xffffffff;
  return static_cast<std::size_t>((fraction * stride) >> 32U);
}

}  // namespace

std::vector<Splitter> Partitioner::splitters(std::size_t records) const {
  const std::size_t stride = records / samples_per_partition;
  std::vector<Splitter> samples;
  for (std::size_t run = 0; run < runs_.size(); ++run) {
    const std::size_t first = first_sample(run, stride);
    for (std::size_t i = first; i < runs_[run]->encoded().size(); i += stride)
      samples.push_back(at_encoded(run, i));
    for (std::size_t i = first; i < runs_[run]->entries().size(); i += stride)
      samples.push_back(at_entry(run, i));
  }
  std::sort(samples.begin(), samples.end(),
            [this](const Splitter& a, const Splitter& b) { return comes_before(a, b); });
  std::vector<Splitter> splitters;
  for (std::size_t i = samples_per_partition; i < samples.size(); i += samples_per_partition)
    if (comes_before(splitters.empty() ? samples.front() : splitters.back(), samples[i]))
      splitters.push_back(samples[i]);
  return splitters;
}

Partitioner::Bounds Partitioner::bounds(std::size_t run,
                                        const std::vector<Splitter>& splitters) const {
  Bounds bounds;
  std::size_t encoded = 0;
  std::size_t entry = 0;
  for (const Splitter& splitter : splitters) {
    encoded = partition_index(encoded, runs_[run]->encoded().size(), [&](std::size_t i) {
      return comes_before(at_encoded(run, i), splitter);
    });
    entry = partition_index(entry, runs_[run]->entries().size(), [&](std::size_t i) {
      return comes_before(at_entry(run, i), splitter);
    });
    bounds.encoded.push_back(encoded);
    bounds.entries.push_back(entry);
  }
  return bounds;
}

Splitter Partitioner::at_encoded(std::size_t run, std::size_t index) const {
  return {encoding_->prefix(runs_[run]->encoded()[index]), run, true, index};
}

Splitter Partitioner::at_entry(std::size_t run, std::size_t index) const {
  return {prefix_of(runs_[run]->entries()[index]), run, false, index};
}

// Records that tie in every way lie in the order of their runs, so that every run finds the same
// place for a splitter among them.
bool Partitioner::comes_before(const Splitter& a, const Splitter& b) const {
  if (a.prefix != b.prefix) return a.prefix < b.prefix;  // mostly: no record is looked up
  char spare_a[RecordEncoding::bytes_max];
  char spare_b[RecordEncoding::bytes_max];
  const int result =
      comparison_.compare({a.prefix, record(a, spare_a)}, {b.prefix, record(b, spare_b)});
  if (result != 0) return result < 0;
  if (comparison_.is_unique()) return false;
  if (comparison_.needs_origin()) {
    const auto origin = [this](const Splitter& splitter) {
      const SortedRun& run = *runs_[splitter.run];
      return splitter.is_encoded ? run.origin_of_encoded()
                                 : run.origin(slot_of(run.entries()[splitter.index]));
    };
    return origin(a) < origin(b);
  }
  return std::tie(a.run, a.is_encoded, a.index) < std::tie(b.run, b.is_encoded, b.index);
}

std::string_view Partitioner::record(const Splitter& splitter, char* spare) const {
  const SortedRun& run = *runs_[splitter.run];
  if (!splitter.is_encoded) return run.record(slot_of(run.entries()[splitter.index]));
  return encoding_->decode(run.encoded()[splitter.index], spare);
}

}  // namespace muster::sort
