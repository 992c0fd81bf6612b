#include "sort/cuts.h"

#include <algorithm>
#include <tuple>

namespace muster::sort {
namespace {

/// So many records are looked at for each part when the places are chosen.
constexpr std::size_t samples_a_part = 8;

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

/// Where the samples of a run begin. Runs are alike: their records at the same index lie close
/// together in the order, and if all began there, so would all samples. So each begins elsewhere:
/// multiples of the golden ratio divide a stride as evenly as is possible for any number of runs.
std::size_t first_sample(std::size_t run, std::size_t stride) {
  constexpr std::uint64_t golden_ratio = 0x9e3779b9;  // of 2^32
  const std::uint64_t fraction = (run * golden_ratio) & 0xffffffff;
  return static_cast<std::size_t>((fraction * stride) >> 32U);
}

}  // namespace

std::vector<Cut> Cutter::cuts(std::size_t records) const {
  const std::size_t stride = records / samples_a_part;
  std::vector<Cut> samples;
  for (std::size_t run = 0; run < runs_.size(); ++run) {
    const std::size_t first = first_sample(run, stride);
    for (std::size_t i = first; i < runs_[run]->words().size(); i += stride)
      samples.push_back(at_word(run, i));
    for (std::size_t i = first; i < runs_[run]->entries().size(); i += stride)
      samples.push_back(at_entry(run, i));
  }
  std::sort(samples.begin(), samples.end(),
            [this](const Cut& a, const Cut& b) { return comes_before(a, b); });
  std::vector<Cut> cuts;
  for (std::size_t i = samples_a_part; i < samples.size(); i += samples_a_part)
    if (comes_before(cuts.empty() ? samples.front() : cuts.back(), samples[i]))
      cuts.push_back(samples[i]);
  return cuts;
}

Cutter::Positions Cutter::positions(std::size_t run, const std::vector<Cut>& cuts) const {
  Positions positions;
  std::size_t word = 0;
  std::size_t entry = 0;
  for (const Cut& cut : cuts) {
    word = partition_index(word, runs_[run]->words().size(),
                           [&](std::size_t i) { return comes_before(at_word(run, i), cut); });
    entry = partition_index(entry, runs_[run]->entries().size(),
                            [&](std::size_t i) { return comes_before(at_entry(run, i), cut); });
    positions.words.push_back(word);
    positions.entries.push_back(entry);
  }
  return positions;
}

Cut Cutter::at_word(std::size_t run, std::size_t index) const {
  return {value_->prefix(runs_[run]->words()[index]), run, true, index};
}

Cut Cutter::at_entry(std::size_t run, std::size_t index) const {
  return {prefix_of(runs_[run]->entries()[index]), run, false, index};
}

// Records that tie in every way lie in the order of their runs, so that every run finds the same
// place for a cut among them.
bool Cutter::comes_before(const Cut& a, const Cut& b) const {
  if (a.prefix != b.prefix) return a.prefix < b.prefix;  // mostly: no record is looked up
  char spare_a[Value::bytes_max];
  char spare_b[Value::bytes_max];
  const int result =
      comparison_.compare({a.prefix, record(a, spare_a)}, {b.prefix, record(b, spare_b)});
  if (result != 0) return result < 0;
  if (comparison_.is_unique()) return false;
  if (comparison_.needs_origin()) {
    const auto origin = [this](const Cut& cut) {
      const Run& run = *runs_[cut.run];
      return cut.is_word ? run.origin_of_words() : run.origin(place_of(run.entries()[cut.index]));
    };
    return origin(a) < origin(b);
  }
  return std::tie(a.run, a.is_word, a.index) < std::tie(b.run, b.is_word, b.index);
}

std::string_view Cutter::record(const Cut& cut, char* spare) const {
  const Run& run = *runs_[cut.run];
  if (!cut.is_word) return run.record(place_of(run.entries()[cut.index]));
  return value_->text(run.words()[cut.index], spare);
}

}  // namespace muster::sort
