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
  /// `threads` is how many may be busy at a time, the caller's included; at least 1.
  Sorter(const Order& order, char delimiter, std::size_t threads);

  /// Adds whole records of `source`, each with its delimiter, in the order they have there, and
  /// returns how many they were. The bytes need
  /// not outlive the call, and may be changed by another process during it without harm to any
  /// other record.
  std::size_t add(std::string_view records, std::uint64_t source);

  /// Gives out all records in order, each with its delimiter, many at a time: write(bytes) is
  /// called from several threads, but never from two at once. Nothing may be added after it.
  void release(const std::function<void(std::string_view)>& write);

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
  std::uint64_t sequence_ = 0;  // of the records that were added so far, whatever their source
  RecordStore store_;
  Runs<std::uint64_t> numbers_;
  Runs<Entry> entries_;
  Background background_;  // last, so that its threads end before what they sort
};

}  // namespace muster::order

#endif
