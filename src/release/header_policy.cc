// The header of a run, which its workers all print.
//
// It is that of one worker, whatever the timing: of the first by number that has any record, which
// is known only when those before it have ended. Until then the headers of all are kept, since
// each may turn out to be the one that is printed, and nothing is compared with it. Headers that
// differ would mix columns, so they are refused.

#include "release/header_policy.h"

#include <utility>

namespace muster::release {

HeaderPolicy::HeaderPolicy(std::unique_ptr<Policy> policy, Rules rules, record::Framing framing,
                           std::uint32_t worker_count, spill::Backlog headers,
                           spill::Backlog waiting, deliver::Writer& writer)
    : policy_(std::move(policy)),
      rules_(std::move(rules)),
      framing_(framing),
      worker_count_(worker_count),
      is_held_back_(holds_back(rules_.streams, rules_.outlives_failures, rules_.may_differ)),
      headers_(std::move(headers)),
      waiting_(std::move(waiting)),
      writer_(writer) {}

HeaderPolicy::Input& HeaderPolicy::input(std::uint32_t worker) {
  while (inputs_.size() <= worker) inputs_.emplace_back().head = record::Head(rules_.records);
  return inputs_[worker];
}

std::size_t HeaderPolicy::take(std::uint32_t worker, std::string_view records) {
  if (is_over_) return 0;
  Input& input = this->input(worker);
  const std::string_view header = input.head.take(records, framing_);
  if (!header.empty()) {
    input.header.add(header);
    if (!is_first_known_) headers_.push(worker, header);
    if (input.head.is_complete()) check_header(worker);
  }
  if (is_over_ || input.is_refused) return 0;
  std::size_t count = framing_.count(header);
  const std::string_view rest = records.substr(header.size());
  if (!rest.empty() && is_held_back_) {
    count += framing_.count(rest);
    waiting_.push(worker, rest);
  } else if (!rest.empty()) {
    count += policy_->take(worker, rest);
  }
  if (!is_first_known_) look_for_first();
  return count;
}

void HeaderPolicy::end(std::uint32_t worker) {
  if (is_over_) return;
  Input& input = this->input(worker);
  input.has_ended = true;
  if (!input.head.is_complete()) check_header(worker);
  if (is_over_) return;
  if (!is_held_back_) policy_->end(worker);
  if (!is_first_known_) look_for_first();
}

void HeaderPolicy::finish() {
  if (!rules_.streams) print_header();
  policy_->finish();
}

std::optional<std::uint32_t> HeaderPolicy::awaited() const {
  if (!is_held_back_) return policy_->awaited();
  return first_ < worker_count_ ? std::optional(first_) : std::nullopt;
}

/// Goes on to the first worker that has a header, or may still have one. If that is complete, the
/// others are compared with it, and what waits for it goes on.
void HeaderPolicy::look_for_first() {
  while (first_ < inputs_.size() && inputs_[first_].has_ended && inputs_[first_].header.is_empty())
    ++first_;
  const bool is_heard_of = first_ < inputs_.size();
  if (is_heard_of ? !inputs_[first_].has_whole_header() : first_ < worker_count_) return;
  is_first_known_ = true;
  for (std::uint32_t worker = first_; worker < inputs_.size(); ++worker) {
    if (worker != first_) headers_.clear(worker);
    if (inputs_[worker].has_whole_header()) check_header(worker);
    if (is_over_) return;
  }
  if (is_held_back_) let_through();
}

/// The worker's header is complete: as soon as the first one is, they have to be the same.
void HeaderPolicy::check_header(std::uint32_t worker) {
  Input& input = inputs_[worker];
  input.header.finish();
  if (!is_first_known_ || rules_.may_differ || input.header.is_empty()) return;
  if (input.header == inputs_[first_].header) return;
  input.is_refused = true;
  is_over_ = !rules_.outlives_failures;
  rules_.refuse(worker, first_);
}

void HeaderPolicy::print_header() {
  if (first_ < inputs_.size())
    headers_.drain(first_, [this](std::string_view header) { writer_.write_header(header); });
}

/// The policy is given all that has come meanwhile.
void HeaderPolicy::let_through() {
  is_held_back_ = false;
  if (rules_.streams) print_header();
  for (std::uint32_t worker = 0; worker < inputs_.size(); ++worker) {
    if (inputs_[worker].is_refused) waiting_.clear(worker);
    waiting_.drain(worker, [&](std::string_view records) { policy_->take(worker, records); });
    if (inputs_[worker].has_ended) policy_->end(worker);
  }
}

}  // namespace muster::release
