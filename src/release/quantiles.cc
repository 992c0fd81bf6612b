// Records are not looked at one by one: they are counted, some thousand bytes at a time, until the
// next is near.

#include "release/quantiles.h"

#include <algorithm>

namespace muster::release {
namespace {

constexpr std::size_t step_bytes = 4096;

/// Some of the first records; at least one.
std::string_view first_step(std::string_view records, record::Framing framing) {
  std::size_t bytes = framing.whole_bytes(records.substr(0, step_bytes));
  if (bytes == 0) bytes = framing.first(records).size() + framing.delimiter_bytes();
  return records.substr(0, bytes);
}

}  // namespace

bool Quantiles::exist(const order::Order& order) {
  return order.release == order::ReleaseRule::sorted && !order.keys.empty() &&
         key::is_number(order.keys.front().kind) && order.ties != order::Ties::first_only &&
         !order.with_origins;
}

void Quantiles::pass(std::string_view records) {
  while (!records.empty() && next_ < event::quantiles_count) {
    const std::uint64_t wanted = rank_of(next_) - passed_;  // counted from the first that is left
    const std::string_view step = first_step(records, framing_);
    const std::size_t count = framing_.count(step);
    if (wanted >= count) {
      passed_ += count;
      records.remove_prefix(step.size());
      continue;
    }
    for (std::uint64_t i = 0; i < wanted; ++i)
      records.remove_prefix(framing_.first(records).size() + framing_.delimiter_bytes());
    passed_ += wanted;
    const std::string_view record = framing_.first(records);
    // One record may be several of them.
    while (next_ < event::quantiles_count && rank_of(next_) == passed_) add(record);
  }
}

void Quantiles::add(std::string_view record) {
  found_.values[found_.count++] =
      key::number_in(key_.kind, key::key_text(record, key_, separator_));
  ++next_;
  if (found_.count < event::QuantilesFound::count_max && next_ < event::quantiles_count) return;
  log_.emit(found_);
  found_.first = next_;
  found_.count = 0;
}

}  // namespace muster::release
