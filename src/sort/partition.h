#ifndef MUSTER_SORT_PARTITION_H
#define MUSTER_SORT_PARTITION_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "order/comparison.h"
#include "sort/entry.h"
#include "sort/output.h"
#include "sort/record_encoding.h"
#include "sort/sorted_run.h"

namespace muster::sort {

/// The shares that all runs have in one partition of the order. They are put together and sorted
/// once more: in cache, that takes no longer than merging them, however many runs there are.
class Partition final : public RecordStore {
 public:
  /// `are_runs_in_order_of_origin`: whether all records of a run come from before those of the
  /// next.
  Partition(const order::Comparison& comparison, const std::optional<RecordEncoding>& encoding,
            bool are_runs_in_order_of_origin)
      : comparison_(comparison),
        encoding_(encoding),
        are_in_order_of_origin_(are_runs_in_order_of_origin) {}

  /// The shares of a run, which come in the order of the runs.
  void add(const SortedRun& run, std::span<const std::uint64_t> encoded,
           std::span<const Entry> entries);

  /// Adds the records to `output` in order, with their origins or without.
  void release(Output& output, bool with_origins);

  [[nodiscard]] std::string_view record(std::uint32_t slot, char* spare) const override;
  [[nodiscard]] order::Origin origin(std::uint32_t slot) const override;
  void prefetch(std::uint32_t slot) const override;
  [[nodiscard]] bool are_in_order_of_origin() const override { return are_in_order_of_origin_; }

 private:
  struct Share {
    const SortedRun* run;
    std::span<const std::uint64_t> encoded;
    std::span<const Entry> entries;
  };
  /// Where a record is: in a slot of a run, or in its encoding.
  struct Location {
    const SortedRun* run;
    bool is_encoded;
    std::uint64_t slot_or_encoded;
  };

  void release_encoded(Output& output) const;
  void gather();

  const order::Comparison& comparison_;
  const std::optional<RecordEncoding>& encoding_;
  bool are_in_order_of_origin_;
  std::vector<Share> shares_;
  bool has_entries_ = false;
  std::vector<Location> locations_;  // of all records, by slot
  std::vector<Entry> entries_;
};

}  // namespace muster::sort

#endif
