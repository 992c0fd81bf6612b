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
    const key::Prefix prefix = comparison_.prefix(record);
    const bool is_first = last.number == header_ + 1;
    const bool is_in_order =
        is_first || last.prefix < prefix ||
        (last.prefix == prefix && comparison_.compare_tied(before, record, prefix) <= 0);
    if (!is_in_order && !found) found = last.number;
    last.prefix = prefix;
    before = record;
  });
  if (!records.empty()) last.record = before;
  return found;
}

}  // namespace muster::scheduler
