#include "order/sort.h"

#include <algorithm>
#include <utility>

#include "order/vqsort.h"

namespace muster::order {
namespace {

constexpr std::size_t prefetch_distance = 4;

}  // namespace

std::string_view EntryText::operator()(const Entry& entry) {
  if (const char* address = address_of(entry); address != nullptr)
    return RecordStore::record_at(address);
  const char* const end = format_canonical(comparison_.integer_of_prefix(entry.hi), buffer_);
  return {buffer_, static_cast<std::size_t>(end - buffer_)};
}

void sort_entries(std::span<Entry> entries, const Comparison& comparison) {
  vqsort(entries);
  const auto by_record = [&](const Entry& a, const Entry& b) {
    const int result = comparison.compare(RecordStore::record_at(address_of(a)),
                                          RecordStore::record_at(address_of(b)));
    if (result != 0 || !comparison.needs_origin()) return result < 0;
    return RecordStore::origin_at(address_of(a)) < RecordStore::origin_at(address_of(b));
  };
  for (auto first = entries.begin(); first != entries.end();) {
    const auto last = std::find_if(first + 1, entries.end(),
                                   [&](const Entry& entry) { return entry.hi != first->hi; });
    if (last - first > 1) std::sort(first, last, by_record);
    first = last;
  }
}

Merge::Merge(std::vector<std::span<const Entry>> runs, const Comparison& comparison)
    : comparison_(comparison), runs_(std::move(runs)), losers_(runs_.size()) {
  if (runs_.size() > 1) winner_ = play(1);
}

bool Merge::comes_first(std::size_t a, std::size_t b) const {
  if (runs_[a].empty()) return false;
  if (runs_[b].empty()) return true;
  const Entry& x = runs_[a].front();
  const Entry& y = runs_[b].front();
  if (x.hi != y.hi) return x.hi < y.hi;
  EntryText text_of_x(comparison_);
  EntryText text_of_y(comparison_);
  const int result = comparison_.compare(text_of_x(x), text_of_y(y));
  if (result != 0) return result < 0;
  // In an order that needs origins every entry has an address.
  if (comparison_.needs_origin())
    return RecordStore::origin_at(address_of(x)) < RecordStore::origin_at(address_of(y));
  return a < b;
}

// Leaves are the nodes runs_.size() … 2 * runs_.size() - 1; each inner node keeps its loser.
std::size_t Merge::play(std::size_t node) {
  if (node >= runs_.size()) return node - runs_.size();
  const std::size_t a = play(2 * node);
  const std::size_t b = play(2 * node + 1);
  const bool a_wins = comes_first(a, b);
  losers_[node] = a_wins ? b : a;
  return a_wins ? a : b;
}

void Merge::pop() {
  std::span<const Entry>& run = runs_[winner_];
  run = run.subspan(1);
  if (run.size() > prefetch_distance) {
    // Ties look at the record, and the output copies it: it should be on its way by then.
    const char* const record = address_of(run[prefetch_distance]);
    __builtin_prefetch(record);
    __builtin_prefetch(record + 64);
  }
  for (std::size_t node = (winner_ + runs_.size()) / 2; node >= 1; node /= 2)
    if (comes_first(losers_[node], winner_)) std::swap(losers_[node], winner_);
}

}  // namespace muster::order
