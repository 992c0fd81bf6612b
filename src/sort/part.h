#ifndef MUSTER_SORT_PART_H
#define MUSTER_SORT_PART_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "order/comparison.h"
#include "sort/entry.h"
#include "sort/output.h"
#include "sort/run.h"
#include "sort/value.h"

namespace muster::sort {

/// The shares that all runs have in one part of the order. They are put together and sorted once
/// more: in cache, that takes no longer than merging them, however many runs there are.
class Part final : public Places {
 public:
  /// `are_runs_in_order_of_origin`: whether all records of a run come from before those of the
  /// next.
  Part(const order::Comparison& comparison, const std::optional<Value>& value,
       bool are_runs_in_order_of_origin)
      : comparison_(comparison),
        value_(value),
        are_in_order_of_origin_(are_runs_in_order_of_origin) {}

  /// The shares of a run, which come in the order of the runs.
  void add(const Run& run, std::span<const std::uint64_t> words, std::span<const Entry> entries);

  /// Puts the records out in order, with their origins or without.
  void release(Output& output, bool with_origins);

  [[nodiscard]] std::string_view record(std::uint32_t place, char* spare) const override;
  [[nodiscard]] order::Origin origin(std::uint32_t place) const override;
  void prefetch(std::uint32_t place) const override;
  [[nodiscard]] bool are_in_order_of_origin() const override { return are_in_order_of_origin_; }

 private:
  struct Share {
    const Run* run;
    std::span<const std::uint64_t> words;
    std::span<const Entry> entries;
  };
  /// Where a record is: at a place of a run, or in a word.
  struct Source {
    const Run* run;
    bool is_word;
    std::uint64_t place_or_word;
  };

  void release_words(Output& output) const;
  void gather();

  const order::Comparison& comparison_;
  const std::optional<Value>& value_;
  bool are_in_order_of_origin_;
  std::vector<Share> shares_;
  bool has_entries_ = false;
  std::vector<Source> sources_;  // of all records, by place
  std::vector<Entry> entries_;
};

}  // namespace muster::sort

#endif
