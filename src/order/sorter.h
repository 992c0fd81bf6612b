#ifndef MUSTER_ORDER_SORTER_H
#define MUSTER_ORDER_SORTER_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "order/comparison.h"
#include "order/entry.h"
#include "order/runs.h"
#include "order/threads.h"

namespace muster::order {

/// Takes records in any order and releases them in the order asked for. Sorted runs are made in
/// the background while records are still coming, so that little is left to do after the last.
///
/// A record that can be written again from its prefix (a canonical integer, in a numeric order)
/// is kept as that one word; of any other the bytes are kept, and sorted by (prefix, address).
class Sorter {
 public:
  /// `threads` is how many release the records; besides the caller's, one less (at least one) sort
  /// runs while records come.
  /// Sequence numbers of records start at `sequence`.
  Sorter(const Order& order, char delimiter, std::size_t threads, std::uint64_t sequence = 0);

  /// Adds whole records of `source`, each with its delimiter, in the order they have there, and
  /// returns how many they were. The bytes need
  /// not outlive the call, and may be changed by another process during it without harm to any
  /// other record.
  std::size_t add(std::string_view records, std::uint64_t source);

  /// Gives out all records in order, each with its delimiter, many at a time: write(bytes) is
  /// called from several threads, but never from two at once. Nothing may be added after it.
  void release(const std::function<void(std::string_view)>& write) { release(write, {}); }

  /// How records are given out.
  struct Shape {
    bool with_origins = false;  ///< each behind its Origin; only if the order needs them
    std::size_t bytes = std::size_t{1} << 20U;  ///< about so many at a time
  };
  void release(const std::function<void(std::string_view)>& write, const Shape& shape);

  /// The sequence number that the next record would get.
  [[nodiscard]] std::uint64_t sequence() const { return sequence_; }

  /// The memory held, for comparison with a budget.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  class Output;
  struct Part;

  std::size_t add_numeric(std::string_view records, std::uint64_t source);
  std::size_t add_others(std::string_view records, std::uint64_t source);
  void add_record(std::string_view record, std::uint64_t source);
  void add_number(std::int64_t number);
  void finish_runs();
  [[nodiscard]] std::vector<std::uint64_t> bounds() const;
  void release_part(const Part& part, Output& output) const;
  void release_numbers(const Part& part, Output& output) const;
  void release_mixed(const Part& part, Output& output) const;

  Comparison comparison_;
  char delimiter_;
  std::size_t threads_;
  std::uint64_t sequence_;  // rises with every record, whatever its source
  RecordStore store_;
  Runs<std::uint64_t> numbers_;
  Runs<Entry> entries_;
  Background background_;  // last, so that its threads end before what they sort
};

}  // namespace muster::order

#endif
