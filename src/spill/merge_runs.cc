#include "spill/merge_runs.h"

#include <fcntl.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "parallel/sequencer.h"
#include "parallel/task_text.h"
#include "spill/run_index.h"

namespace muster::spill {
namespace {

/// What is between two splitters is about this large, if there is memory for that.
constexpr std::size_t part_bytes_usual = std::size_t{16} << 20U;
/// Of each part, the blocks at its two ends are read for its neighbours too. So a part is at least
/// so many times as large as one block of each run.
constexpr std::size_t part_blocks_min = 2;

/// A part of a run. The blocks at its ends hold records of the parts beside it.
struct Range {
  BlockPlace begin;
  const Splitter* from = nullptr;  ///< none: it begins with the run
  std::uint64_t last_entry = 0;    ///< no block before this offset holds records of the next part
  const Splitter* to = nullptr;    ///< none: it ends with the run
};

class RangeReader final : public merge::Source {
 public:
  RangeReader(const Run& run, const Range& range, const SplitOrder& order)
      : range_(range), order_(order), reader_(run.file, range.begin) {}

  std::string_view next() override {
    while (!is_over_) {
      const bool may_hold_end = range_.to != nullptr && reader_.offset() >= range_.last_entry;
      std::string_view block = reader_.next();
      is_over_ = block.empty();
      if (range_.from != nullptr) {
        block.remove_prefix(order_.bytes_before(*range_.from, block));
        if (!block.empty()) range_.from = nullptr;
      }
      if (may_hold_end) {
        const std::size_t bytes = order_.bytes_before(*range_.to, block);
        is_over_ = is_over_ || bytes < block.size();
        block = block.substr(0, bytes);
      }
      if (!block.empty()) return block;
    }
    return {};
  }

 private:
  Range range_;
  const SplitOrder& order_;
  RunReader reader_;
  bool is_over_ = false;
};

/// All runs, split at the same records into parts.
class Parts {
 public:
  Parts(const std::vector<const Run*>& runs, SplitOrder order, std::size_t bytes)
      : runs_(runs), order_(order) {
    choose_splitters(bytes);
  }

  [[nodiscard]] std::size_t size() const { return splitters_.size() + 1; }
  [[nodiscard]] std::vector<std::unique_ptr<merge::Source>> sources(std::size_t part) const {
    std::vector<std::unique_ptr<merge::Source>> sources;
    for (const Run* const run : runs_)
      sources.push_back(std::make_unique<RangeReader>(*run, range(*run, part), order_));
    return sources;
  }
  /// Has the system read a part, if there is one, while others are merged.
  void read_ahead(std::size_t part) const {
    if (part >= size()) return;
    for (const Run* const run : runs_) {
      const Range wanted = range(*run, part);
      const auto begin = static_cast<off_t>(wanted.begin.offset);
      const auto end = static_cast<off_t>(wanted.last_entry);
      if (end > begin)
        (void)::posix_fadvise(run->file.get(), begin, end - begin, POSIX_FADV_WILLNEED);
    }
  }

 private:
  void choose_splitters(std::size_t bytes);
  [[nodiscard]] BlockPlace last_entry_before(const Run& run, const Splitter& splitter) const;
  [[nodiscard]] Range range(const Run& run, std::size_t part) const;

  const std::vector<const Run*>& runs_;
  SplitOrder order_;
  std::vector<const Splitter*> splitters_;
};

/// So that parts have about `bytes`: each record that an index has stands for what lies between it
/// and the next one that this index has.
void Parts::choose_splitters(std::size_t bytes) {
  struct Candidate {
    const Splitter* splitter;
    std::uint64_t bytes;
  };
  std::vector<Candidate> candidates;
  for (const Run* const run : runs_) {
    const auto& entries = run->index.entries();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const std::uint64_t end =
          i + 1 < entries.size() ? entries[i + 1].place.raw_bytes_before : run->raw_bytes;
      candidates.push_back({&entries[i].first, end - entries[i].place.raw_bytes_before});
    }
  }
  std::sort(candidates.begin(), candidates.end(), [this](const Candidate& a, const Candidate& b) {
    return order_.comes_before(*a.splitter, *b.splitter);
  });
  std::uint64_t bytes_in_part = 0;
  for (const Candidate& candidate : candidates) {
    const bool is_new =
        splitters_.empty() || order_.comes_before(*splitters_.back(), *candidate.splitter);
    if (bytes_in_part >= bytes && is_new) {
      splitters_.push_back(candidate.splitter);
      bytes_in_part = 0;
    }
    bytes_in_part += candidate.bytes;
  }
}

/// The last block that the index has of those that begin before the splitter, or the first of all.
BlockPlace Parts::last_entry_before(const Run& run, const Splitter& splitter) const {
  const auto& entries = run.index.entries();
  const auto after = std::partition_point(
      entries.begin(), entries.end(),
      [&](const RunIndex::Entry& entry) { return order_.comes_before(entry.first, splitter); });
  return after == entries.begin() ? BlockPlace{} : std::prev(after)->place;
}

Range Parts::range(const Run& run, std::size_t part) const {
  Range range;
  if (part > 0) {
    range.from = splitters_[part - 1];
    range.begin = last_entry_before(run, *range.from);
  }
  if (part < splitters_.size()) {
    range.to = splitters_[part];
    range.last_entry = last_entry_before(run, *range.to).offset;
  }
  return range;
}

/// How large the parts are to be; 0 if it is better not to split.
std::size_t part_bytes(const std::vector<const Run*>& runs, std::size_t threads,
                       std::size_t memory_bytes) {
  std::size_t readers_bytes = 0;
  std::uint64_t gap_max = 0;  // between blocks that the indexes have
  for (const Run* const run : runs) {
    readers_bytes += run->reader_bytes;
    std::uint64_t begin = 0;
    for (const RunIndex::Entry& entry : run->index.entries()) {
      gap_max = std::max(gap_max, entry.place.raw_bytes_before - begin);
      begin = entry.place.raw_bytes_before;
    }
    gap_max = std::max(gap_max, run->raw_bytes - begin);
  }
  if (threads < 2 || memory_bytes < threads * readers_bytes) return 0;
  // Each thread makes the text of one part, and one of each may wait for its turn. A part may turn
  // out twice as large as it is meant to be.
  const std::size_t for_texts = (memory_bytes - threads * readers_bytes) / (2 * threads);
  const std::size_t bytes = std::min(for_texts / 2, part_bytes_usual);
  return bytes < part_blocks_min * readers_bytes || bytes < gap_max ? 0 : bytes;
}

}  // namespace

void merge_runs(const std::vector<const Run*>& runs, const order::Comparison& comparison,
                record::Framing framing, merge::Origins origins, std::size_t threads,
                std::size_t memory_bytes, const std::function<void(std::string_view)>& write) {
  const std::size_t bytes = part_bytes(runs, threads, memory_bytes);
  const Parts parts(runs, {comparison, framing, origins != merge::Origins::none},
                    bytes > 0 ? bytes : SIZE_MAX);
  parallel::Sequencer sequencer(write, threads);
  for (std::size_t part = 0; part < threads; ++part) parts.read_ahead(part);
  parallel::in_parallel(threads, parts.size(), sequencer, [&](std::size_t part) {
    parts.read_ahead(part + threads);
    parallel::TaskText text(sequencer, part, 2 * bytes);
    merge::merge(parts.sources(part), comparison, framing, origins,
                 [&](std::string_view records) { text.add(records); });
    text.finish();
  });
}

}  // namespace muster::spill
