#include "merge/order_check.h"

#include "record/each.h"

namespace muster::merge {

std::optional<Disorder> OrderCheck::find_disorder(std::uint32_t source, std::string_view records) {
  Last& last = lasts_[source];
  std::optional<Disorder> found;
  order::Keyed before{last.prefix, last.record};
  const int highest = equal_ == Equal::in_order ? 0 : -1;
  record::for_each(records, framing_, [&](std::string_view record) {
    if (last.number++ < header_) return;
    const order::Keyed keyed = comparison_.keyed(record);
    const bool is_first = last.number == header_ + 1;
    if (!is_first && !found && comparison_.compare(before, keyed) > highest)
      found = {last.number, record};
    before = keyed;
  });
  if (!records.empty()) {
    last.prefix = before.prefix;
    last.record = before.record;
  }
  return found;
}

}  // namespace muster::merge
