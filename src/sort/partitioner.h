#ifndef MUSTER_SORT_PARTITIONER_H
#define MUSTER_SORT_PARTITIONER_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "order/comparison.h"
#include "sort/record_encoding.h"
#include "sort/sorted_run.h"

namespace muster::sort {

using SortedRuns = std::vector<std::unique_ptr<SortedRun>>;

/// A record of one of the runs at which all of them are split: the partition after it begins with
/// it.
struct Splitter {
  key::Prefix prefix;
  std::size_t run = 0;
  bool is_encoded = false;  ///< whether it is among the run's encoded records or its entries
  std::size_t index = 0;    ///< its index there
};

/// Splits all runs at the same records, so that the partitions between two splitters can be worked
/// on independently.
class Partitioner {
 public:
  Partitioner(const SortedRuns& runs, const order::Comparison& comparison,
              const std::optional<RecordEncoding>& encoding)
      : runs_(runs), comparison_(comparison), encoding_(encoding) {}

  /// Splitters, in order, about `records` apart. Records that compare equal can be split,
  /// unless only the first of them is wanted.
  [[nodiscard]] std::vector<Splitter> splitters(std::size_t records) const;

  /// How many encoded records, and entries, of `run` lie before each of the splitters, which are in
  /// order.
  struct Bounds {
    std::vector<std::size_t> encoded;
    std::vector<std::size_t> entries;
  };
  [[nodiscard]] Bounds bounds(std::size_t run, const std::vector<Splitter>& splitters) const;

 private:
  [[nodiscard]] Splitter at_encoded(std::size_t run, std::size_t index) const;
  [[nodiscard]] Splitter at_entry(std::size_t run, std::size_t index) const;
  [[nodiscard]] bool comes_before(const Splitter& a, const Splitter& b) const;
  std::string_view record(const Splitter& splitter, char* spare) const;

  const SortedRuns& runs_;
  const order::Comparison& comparison_;
  const std::optional<RecordEncoding>& encoding_;
};

}  // namespace muster::sort

#endif
