#include "plan/plan.h"

#include <algorithm>

#include "key/binary.h"

namespace muster::plan {

bool is_valid(const order::Order& order) {
  return order.release <= order::ReleaseRule::merged && order.ties <= order::Ties::first_only &&
         std::all_of(order.keys.begin(), order.keys.end(),
                     [](const key::Key& key) { return key.kind <= key::KeyKind::f64; });
}

bool can_be_printed(const Records& records, deliver::Format format) {
  return format <= deliver::Format::values &&
         (format != deliver::Format::values || key::bytes_of_binary(records.value) != 0);
}

bool Records::is_valid() const {
  const std::size_t value_bytes = key::bytes_of_binary(value);
  return framing.bytes() <= record::bytes_max && value <= key::KeyKind::f64 &&
         (value_bytes == 0 || value_bytes == framing.bytes());
}

bool Commands::is_valid() const {
  const bool has_command = draw || !words.empty() || inputs;
  return has_command && (!draw || (words.empty() && !inputs)) && (!inputs || inputs->is_valid());
}

bool Jobs::is_valid() const {
  const auto is_possible = [](Duration duration) {
    return duration >= Duration(0) && duration <= duration_max;
  };
  return halt.is_valid() && is_possible(start_delay) && is_possible(retry_delay) &&
         (!timeout || is_possible(*timeout)) && !(timeout && timeout_percentage) &&
         (!load_max || *load_max > 0) && (!needs_staging() || staging) &&
         std::all_of(end_steps.begin(), end_steps.end(), [&](const EndStep& step) {
           return step.signal > 0 && step.signal < NSIG && is_possible(step.patience);
         });
}

bool Run::is_valid() const {
  return (!dealing || (dealing->is_valid() && !commands.inputs && !commands.draw &&
                       (!dealing->round_robin || jobs.retries == 0))) &&
         records.is_valid() && plan::is_valid(order) && budget.is_valid() && jobs.is_valid() &&
         commands.is_valid() && history.is_valid() && can_be_printed(records, destination.format) &&
         (!commands.tag || !records.framing.is_of_size());
}

bool Sort::is_valid() const {
  return records.is_valid() && plan::is_valid(order) && budget.is_valid() &&
         can_be_printed(records, destination.format) && merged_max >= 2;
}

}  // namespace muster::plan
