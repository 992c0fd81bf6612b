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
    const int result = comparison.compare_tied(RecordStore::record_at(address_of(a)),
                                               RecordStore::record_at(address_of(b)), a.hi);
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

bool Merge::ComesFirst::operator()(std::size_t a, std::size_t b) const {
  if (runs[a].empty()) return false;
  if (runs[b].empty()) return true;
  const Entry& x = runs[a].front();
  const Entry& y = runs[b].front();
  if (x.hi != y.hi) return x.hi < y.hi;
  EntryText text_of_x(comparison);
  EntryText text_of_y(comparison);
  const int result = comparison.compare_tied(text_of_x(x), text_of_y(y), x.hi);
  if (result != 0) return result < 0;
  // In an order that needs origins every entry has an address.
  if (comparison.needs_origin())
    return RecordStore::origin_at(address_of(x)) < RecordStore::origin_at(address_of(y));
  return a < b;
}

void Merge::pop() {
  std::span<const Entry>& run = runs_[tournament_.winner()];
  run = run.subspan(1);
  if (run.size() > prefetch_distance) {
    // Ties look at the record, and the output copies it: it should be on its way by then.
    const char* const record = address_of(run[prefetch_distance]);
    __builtin_prefetch(record);
    __builtin_prefetch(record + 64);
  }
  tournament_.replay();
}

}  // namespace muster::order
