#ifndef MUSTER_ORDER_SORT_H
#define MUSTER_ORDER_SORT_H

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "order/comparison.h"
#include "order/entry.h"
#include "order/tournament.h"

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

/// Merges sorted sequences of entries into one.
class Merge {
 public:
  /// The spans must outlive this.
  Merge(std::vector<std::span<const Entry>> runs, const Comparison& comparison)
      : runs_(std::move(runs)), tournament_(runs_.size(), ComesFirst{runs_, comparison}) {}
  Merge(const Merge&) = delete;
  Merge& operator=(const Merge&) = delete;

  [[nodiscard]] bool is_done() const { return runs_.empty() || run().empty(); }
  [[nodiscard]] const Entry& front() const { return run().front(); }
  void pop();

 private:
  struct ComesFirst {
    const std::vector<std::span<const Entry>>& runs;
    const Comparison& comparison;
    bool operator()(std::size_t a, std::size_t b) const;
  };

  [[nodiscard]] const std::span<const Entry>& run() const { return runs_[tournament_.winner()]; }

  std::vector<std::span<const Entry>> runs_;  // what is left of each
  Tournament<ComesFirst> tournament_;
};

}  // namespace muster::order

#endif
