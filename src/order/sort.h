#ifndef MUSTER_ORDER_SORT_H
#define MUSTER_ORDER_SORT_H

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "order/comparison.h"
#include "order/entry.h"

namespace muster::order {

/// The record an entry stands for. An entry without an address is a canonical integer, known by
/// its prefix alone; its text is written into `buffer`, which must outlive the view.
class EntryText {
 public:
  explicit EntryText(const Comparison& comparison) : comparison_(comparison) {}
  std::string_view operator()(const Entry& entry);

 private:
  const Comparison& comparison_;
  char buffer_[canonical_bytes_max + 8];
};

/// Sorts upwards by prefix, where prefixes tie by the whole truth, and where that ties by origin if
/// the order needs it. Records that tie even so are the same bytes.
void sort_entries(std::span<Entry> entries, const Comparison& comparison);

/// Merges sorted sequences of entries into one: a tournament tree of losers (Knuth, The Art of
/// Computer Programming, volume 3, 5.4.1), which takes log2(runs) comparisons a record, most of
/// them of prefixes alone.
class Merge {
 public:
  /// The spans must outlive this.
  Merge(std::vector<std::span<const Entry>> runs, const Comparison& comparison);

  [[nodiscard]] bool is_done() const { return runs_.empty() || runs_[winner_].empty(); }
  [[nodiscard]] const Entry& front() const { return runs_[winner_].front(); }
  void pop();

 private:
  [[nodiscard]] bool comes_first(std::size_t a, std::size_t b) const;
  std::size_t play(std::size_t node);

  const Comparison& comparison_;
  std::vector<std::span<const Entry>> runs_;  // what is left of each
  std::vector<std::size_t> losers_;           // node i of the tree; its children are 2i and 2i+1
  std::size_t winner_ = 0;
};

}  // namespace muster::order

#endif
