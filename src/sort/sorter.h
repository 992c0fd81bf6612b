#ifndef MUSTER_SORT_SORTER_H
#define MUSTER_SORT_SORTER_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "order/comparison.h"
#include "parallel/threads.h"
#include "record/framing.h"
#include "sort/arena.h"
#include "sort/chunk.h"
#include "sort/cuts.h"
#include "sort/output.h"
#include "sort/value.h"

namespace muster::sort {

/// Takes records in any order and releases them in the order asked for. Sorted runs are made in
/// the background while records are still coming, so that little is left to do after the last.
class Sorter {
 public:
  /// Text of so many bytes becomes a run: few enough that the last run, which nothing can hide, is
  /// made in a few milliseconds, and enough that runs are few.
  static constexpr std::size_t usual_chunk_bytes = std::size_t{Chunk::offset_max} + 1;

  /// `threads` is how many release the records; besides the caller's, one less (at least one) make
  /// runs while records come. Sequence numbers of records start at `sequence`.
  Sorter(const order::Order& order, record::Framing framing, std::size_t threads,
         std::uint64_t sequence = 0, std::size_t chunk_bytes = usual_chunk_bytes);

  /// Adds whole records of `source`, each with its delimiter, in the order they have there, and
  /// returns how many they were. The bytes need not outlive the call, and may be changed by another
  /// process during it without harm to any other record.
  std::size_t add(std::string_view records, std::uint64_t source);

  /// The same for one large record, with its delimiter, that takes `bytes` at the start of
  /// `memory`, which is kept in place of a copy.
  std::size_t add(os::Mapping memory, std::size_t bytes, std::uint64_t source);

  /// Gives out all records in order, each with its delimiter, many at a time: write(bytes) is
  /// called from several threads, but never from two at once. Nothing may be added after it.
  void release(const std::function<void(std::string_view)>& write, const Shape& shape = {});

  /// The sequence number that the next record would get.
  [[nodiscard]] std::uint64_t sequence() const { return sequence_; }

  /// The memory held, for comparison with a budget.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  std::size_t take(std::string_view records, std::uint64_t source);
  std::size_t count_in(std::size_t bytes, std::uint64_t source);
  void open_chunk(std::size_t bytes);
  void make_run();
  void finish_run(Run& run);
  void know_origins(const Shape& shape);

  order::Comparison comparison_;
  record::Framing framing_;
  std::optional<Value> value_;
  std::size_t threads_;
  std::size_t chunk_bytes_;
  std::uint64_t sequence_;  // rises along all that comes, whatever its source

  Chunk chunk_;  // that is being filled, with so many records
  std::size_t chunk_records_ = 0;
  Arena arena_;
  Runs runs_;
  std::uint64_t last_source_ = 0;
  bool are_runs_in_order_of_origin_ = true;
  std::mutex mutex_;
  std::vector<os::Mapping> spare_memory_;  // of chunks that are needed no more; under the mutex
  parallel::Background background_;        // last, so that its threads end before what they sort
};

}  // namespace muster::sort

#endif
