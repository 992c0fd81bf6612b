// How records become ordered output.
//
// While they come, their bytes are copied into a chunk and not read. A full chunk becomes a
// run in a background thread, which finds the records, makes their prefixes and sorts them. At the
// end all runs are split at the same records into partitions of some thousand records each.
// Partitions are independent, so all threads work on them, and a sequencer writes them one after
// the other.

#include "sort/sorter.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "order/comparison.h"
#include "parallel/sequencer.h"
#include "parallel/threads.h"
#include "sort/arena.h"
#include "sort/chunk.h"
#include "sort/output.h"
#include "sort/partition.h"
#include "sort/partitioner.h"
#include "sort/record_encoding.h"

namespace muster::sort {
namespace {

/// The first chunk is small, for small runs.
constexpr std::size_t first_chunk_bytes = std::size_t{256} << 10U;
/// The text of records that are encoded is needed only until they are: while it is in cache.
constexpr std::size_t encoding_chunk_bytes = std::size_t{2} << 20U;
/// Records of fewer bytes than this on average fill a chunk before its memory is full, so that what
/// is kept beside their text stays in proportion.
constexpr std::size_t record_bytes_min = 8;
/// Records in a partition: as many as fit into a core's second-level cache, with their text if
/// that is kept.
constexpr std::size_t partition_encoded = std::size_t{32} << 10U;
constexpr std::size_t partition_entries = std::size_t{2} << 10U;
/// What an encoded record decodes to, on the large side: a partition should be written at once.
constexpr std::size_t decoded_bytes = 16;
/// Texts of partitions that may wait for their turn, so that a thread that is late for a moment
/// does not keep the others waiting.
constexpr std::size_t texts_per_thread = 2;

}  // namespace

static_assert(Sorter::usual_chunk_bytes == std::size_t{Chunk::offset_max} + 1);

class Sorter::Impl {
 public:
  Impl(const order::Order& order, record::Framing framing, std::size_t threads,
       std::size_t chunk_bytes, std::uint64_t top);

  std::size_t add(std::string_view records, std::uint64_t source);
  std::size_t add(os::Mapping memory, std::size_t bytes, std::uint64_t source);
  void release(const std::function<void(std::string_view)>& write, const OutputOptions& options);
  void clear();
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  std::size_t take(std::string_view records, std::uint64_t source);
  std::size_t count_in(std::size_t bytes, std::uint64_t source);
  void open_chunk(std::size_t bytes);
  void make_run();
  void finish_run(SortedRun& run);
  void materialize_origins(const OutputOptions& options);

  order::Comparison comparison_;
  record::Framing framing_;
  std::optional<RecordEncoding> encoding_;
  std::size_t threads_;
  std::size_t chunk_bytes_;
  std::uint64_t sequence_ = 0;  // rises along all that comes, whatever its source

  SpareMemory spare_memory_;
  Chunk chunk_;  // being filled
  std::size_t chunk_records_ = 0;
  Arena arena_{spare_memory_};
  Top top_;
  SortedRuns runs_;
  std::uint64_t last_source_ = 0;
  bool are_runs_in_order_of_origin_ = true;
  parallel::Background background_;  // last, so that its threads end before what they sort
};

Sorter::Impl::Impl(const order::Order& order, record::Framing framing, std::size_t threads,
                   std::size_t chunk_bytes, std::uint64_t top)
    : comparison_(order),
      framing_(framing),
      encoding_(RecordEncoding::of(order, framing)),
      threads_(threads),
      chunk_bytes_(encoding_ ? std::min(chunk_bytes, encoding_chunk_bytes) : chunk_bytes),
      top_(top),
      background_(std::max<std::size_t>(threads, 2) - 1) {}

std::size_t Sorter::Impl::add(std::string_view records, std::uint64_t source) {
  std::size_t count = 0;
  while (!records.empty()) {
    std::size_t bytes = records.size();
    if (bytes > chunk_.room()) bytes = framing_.whole_bytes(records.substr(0, chunk_.room()));
    if (bytes == 0) {
      bytes = framing_.first(records).size() + framing_.delimiter_bytes();
      open_chunk(bytes);
    }
    count += take(records.substr(0, bytes), source);
    records.remove_prefix(bytes);
  }
  return count;
}

/// Takes records for which the chunk has room.
std::size_t Sorter::Impl::take(std::string_view records, std::uint64_t source) {
  char* const to = chunk_.end();
  std::memcpy(to, records.data(), records.size());
  // Only the copy is read from here on, and it ends as it must, whatever the original has become.
  if (!framing_.is_of_size()) to[records.size() - 1] = framing_.delimiter();
  return count_in(records.size(), source);
}

std::size_t Sorter::Impl::add(os::Mapping memory, std::size_t bytes, std::uint64_t source) {
  make_run();
  if (memory.bytes() < bytes + Chunk::slack_bytes) memory.grow(bytes + Chunk::slack_bytes);
  chunk_ = Chunk(std::move(memory), sequence_);
  return count_in(bytes, source);
}

/// `bytes` of whole records have been put at the chunk's end.
std::size_t Sorter::Impl::count_in(std::size_t bytes, std::uint64_t source) {
  are_runs_in_order_of_origin_ = are_runs_in_order_of_origin_ && source >= last_source_;
  last_source_ = source;
  const std::size_t count = framing_.count({chunk_.end(), bytes});
  chunk_.add(bytes, source);
  chunk_records_ += count;
  sequence_ += bytes;
  if (chunk_records_ * record_bytes_min >= chunk_bytes_) make_run();
  return count;
}

/// Opens a chunk with room for at least `bytes`.
void Sorter::Impl::open_chunk(std::size_t bytes) {
  make_run();
  const std::size_t usual =
      runs_.empty() ? std::min(first_chunk_bytes, chunk_bytes_) : chunk_bytes_;
  const std::size_t wanted = std::max(usual, bytes + Chunk::slack_bytes);
  chunk_ = Chunk(spare_memory_.take(wanted), sequence_);
}

/// The chunk becomes a run.
void Sorter::Impl::make_run() {
  if (chunk_.is_empty()) return;
  runs_.push_back(std::make_unique<SortedRun>(std::exchange(chunk_, {}),
                                              std::exchange(chunk_records_, 0), comparison_,
                                              framing_, encoding_, arena_, top_));
  background_.start([this, run = runs_.back().get()] { finish_run(*run); });
}

void Sorter::Impl::finish_run(SortedRun& run) {
  run.sort();
  if (!run.needs_text()) spare_memory_.give(run.take_text_memory());
}

void Sorter::Impl::release(const std::function<void(std::string_view)>& write,
                           const OutputOptions& options) {
  make_run();
  background_.wait();
  materialize_origins(options);
  const Partitioner partitioner(runs_, comparison_, encoding_);
  const std::vector<Splitter> splitters = partitioner.splitters(
      encoding_ ? std::min(partition_encoded, options.bytes / decoded_bytes) : partition_entries);
  std::vector<Partitioner::Bounds> bounds(runs_.size());
  parallel::in_parallel(threads_, runs_.size(),
                        [&](std::size_t run) { bounds[run] = partitioner.bounds(run, splitters); });

  parallel::Sequencer sequencer(write, texts_per_thread * threads_);
  const Output::Common common{framing_, encoding_, options, sequencer};
  parallel::in_parallel(threads_, splitters.size() + 1, sequencer, [&](std::size_t index) {
    Partition partition(comparison_, encoding_, are_runs_in_order_of_origin_);
    for (std::size_t run = 0; run < runs_.size(); ++run) {
      const auto share = [&](const auto& records, const std::vector<std::size_t>& ends) {
        const std::size_t begin = index == 0 ? 0 : ends[index - 1];
        const std::size_t end = index == splitters.size() ? records.size() : ends[index];
        return records.subspan(begin, end - begin);
      };
      partition.add(*runs_[run], share(runs_[run]->encoded(), bounds[run].encoded),
                    share(runs_[run]->entries(), bounds[run].entries));
    }
    Output output(index, common);
    partition.release(output, options.with_origins);
    output.finish();
  });
}

void Sorter::Impl::clear() {
  for (const std::unique_ptr<SortedRun>& run : runs_) spare_memory_.give(run->take_text_memory());
  runs_.clear();
  arena_.clear();
  last_source_ = 0;
  are_runs_in_order_of_origin_ = true;
}

/// The origins of encoded records are made only if they matter: if they are asked for, or if a
/// record that is not encoded may tie with them.
void Sorter::Impl::materialize_origins(const OutputOptions& options) {
  const auto has_entries = [](const std::unique_ptr<SortedRun>& run) {
    return !run->entries().empty();
  };
  if (!encoding_ || !comparison_.needs_origin()) return;
  if (!options.with_origins && std::none_of(runs_.begin(), runs_.end(), has_entries)) return;
  parallel::in_parallel(threads_, runs_.size(),
                        [this](std::size_t run) { runs_[run]->materialize_origins(); });
}

std::size_t Sorter::Impl::memory_bytes() const {
  std::size_t bytes = chunk_.memory_bytes() + chunk_records_ * sizeof(Entry);
  for (const std::unique_ptr<SortedRun>& run : runs_) bytes += run->memory_bytes();
  return bytes;
}

Sorter::Sorter(const order::Order& order, record::Framing framing, std::size_t threads,
               std::size_t chunk_bytes, std::uint64_t top)
    : impl_(std::make_unique<Impl>(order, framing, threads, chunk_bytes, top)) {}
Sorter::~Sorter() = default;

std::size_t Sorter::add(std::string_view records, std::uint64_t source) {
  return impl_->add(records, source);
}
std::size_t Sorter::add(os::Mapping memory, std::size_t bytes, std::uint64_t source) {
  return impl_->add(std::move(memory), bytes, source);
}
void Sorter::release(const std::function<void(std::string_view)>& write,
                     const OutputOptions& options) {
  impl_->release(write, options);
}
void Sorter::clear() {
  impl_->clear();
}
std::size_t Sorter::memory_bytes() const {
  return impl_->memory_bytes();
}

}  // namespace muster::sort
