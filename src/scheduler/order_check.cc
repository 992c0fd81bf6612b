#include "scheduler/order_check.h"

#include "record/each.h"

namespace muster::scheduler {

std::optional<std::uint64_t> OrderCheck::find_disorder(std::uint32_t worker,
                                                       std::string_view records) {
  Last& last = lasts_[worker];
  std::optional<std::uint64_t> found;
  std::string_view before = last.record;
  record::for_each(records, framing_, [&](std::string_view record) {
    if (last.number++ < header_) return;
    const order::Keyed keyed = comparison_.keyed(record);
    const bool is_first = last.number == header_ + 1;
    const bool is_in_order = is_first || comparison_.compare({last.prefix, before}, keyed) <= 0;
    if (!is_in_order && !found) found = last.number;
    last.prefix = keyed.prefix;
    before = record;
  });
  if (!records.empty()) last.record = before;
  return found;
}

}  // namespace muster::scheduler
