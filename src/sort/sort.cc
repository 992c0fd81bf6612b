#include "sort/sort.h"

#include <algorithm>

#include "sort/record_encoding.h"
#include "sort/vqsort.h"

namespace muster::sort {
namespace {

/// How many prefixes are tried on a tie before records are compared in full. Only odd inputs get
/// that far: a common beginning is skipped.
constexpr int depth_max = 64;
/// How many records ahead of the current one are prefetched.
constexpr std::size_t fetched_ahead = 16;
/// Fewer entries are sorted faster without vqsort.
constexpr std::size_t vqsort_min = 24;

bool tie(const Entry& a, const Entry& b) {
  return a.hi == b.hi && (a.lo ^ b.lo) >> 32U == 0;
}

class TieSort {
 public:
  TieSort(const order::Comparison& comparison, const RecordStore& store)
      : levels_(comparison.levels()),
        needs_origin_(comparison.needs_origin() && !store.are_in_order_of_origin()),
        store_(store) {}

  /// Sorts every group of entries that tie on the prefix of `level` after `skip` bytes.
  void sort_ties(std::span<Entry> entries, std::size_t level, std::size_t skip, int depth) const {
    for (auto first = entries.begin(); first != entries.end();) {
      const auto last = std::find_if(first + 1, entries.end(),
                                     [&](const Entry& entry) { return !tie(entry, *first); });
      if (last - first > 1) sort_group({first, last}, level, skip, depth);
      first = last;
    }
  }

 private:
  void sort_group(std::span<Entry> group, std::size_t level, std::size_t skip, int depth) const {
    const key::Prefix prefix = prefix_of(group.front());
    switch (levels_.tie_on(prefix, level)) {
      case key::Tie::equal:
        ++level;
        skip = 0;
        break;
      case key::Tie::longer:
        skip += key::prefix_bytes;
        break;
      case key::Tie::unclear:
        return sort_by_comparing(group, level);
    }
    if (level == levels_.size()) return sort_by_origin(group);
    if (depth == depth_max) return sort_by_comparing(group, level);

    // Most groups are taken apart by one more prefix; only for others is it worthwhile to find what
    // they begin with.
    if (depth > 0 && levels_.compares_text(level)) skip = common_bytes(group, level, skip);
    for (std::size_t i = 0; i < group.size(); ++i) {
      if (i + fetched_ahead < group.size()) store_.prefetch(slot_of(group[i + fetched_ahead]));
      group[i] =
          make_entry(levels_.prefix(record(group[i], spare_), level, skip), slot_of(group[i]));
    }
    sort_by_prefix(group);
    sort_ties(group, level, skip, depth + 1);
    for (Entry& entry : group) entry = make_entry(prefix, slot_of(entry));
  }

  static void sort_by_prefix(std::span<Entry> group) {
    if (group.size() >= vqsort_min) return vqsort(group);
    std::sort(group.begin(), group.end(), [](const Entry& a, const Entry& b) {
      return a.hi != b.hi ? a.hi < b.hi : a.lo < b.lo;
    });
  }

  /// How many bytes all texts of the group begin with; at least `at_least`, as is known.
  std::size_t common_bytes(std::span<const Entry> group, std::size_t level,
                           std::size_t at_least) const {
    char spare[RecordEncoding::bytes_max];
    const std::string_view first =
        levels_.text(store_.record(slot_of(group.front()), spare), level);
    std::size_t common = first.size();
    for (const Entry& entry : group.subspan(1)) {
      const std::string_view text = levels_.text(record(entry, spare_), level);
      if (text.size() >= common &&
          text.substr(at_least, common - at_least) == first.substr(at_least, common - at_least))
        continue;
      const auto differ =
          std::mismatch(first.begin(), first.begin() + common, text.begin(), text.end());
      common = static_cast<std::size_t>(differ.first - first.begin());
    }
    return common;
  }

  void sort_by_comparing(std::span<Entry> group, std::size_t level) const {
    std::sort(group.begin(), group.end(), [&](const Entry& a, const Entry& b) {
      const int result = levels_.compare_from(level, record(a, spare_), record(b, other_spare_));
      return result != 0 ? result < 0 : comes_earlier(a, b);
    });
  }

  void sort_by_origin(std::span<Entry> group) const {
    // Entries that tie are in the order of their slots.
    if (!needs_origin_) return;
    std::sort(group.begin(), group.end(),
              [&](const Entry& a, const Entry& b) { return comes_earlier(a, b); });
  }

  [[nodiscard]] bool comes_earlier(const Entry& a, const Entry& b) const {
    if (!needs_origin_) return slot_of(a) < slot_of(b);
    return store_.origin(slot_of(a)) < store_.origin(slot_of(b));
  }

  std::string_view record(const Entry& entry, char* spare) const {
    return store_.record(slot_of(entry), spare);
  }

  const order::Levels& levels_;
  const bool needs_origin_;  // to settle ties, for which the order of slots does not do
  const RecordStore& store_;
  mutable char spare_[RecordEncoding::bytes_max];
  mutable char other_spare_[RecordEncoding::bytes_max];
};

}  // namespace

void sort_entries(std::span<Entry> entries, const order::Comparison& comparison,
                  const RecordStore& store) {
  vqsort(entries);
  TieSort(comparison, store).sort_ties(entries, 0, 0, 0);
}

}  // namespace muster::sort
