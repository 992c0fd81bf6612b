// The header of a run, which its workers all print.
//
// It is that of one worker, whatever the timing. The others' headers are kept until it is known
// which one that is: a worker may turn out to have printed nothing, not even a header, or to have
// failed (--partial).

#include "scheduler/headed.h"

#include <utility>

namespace muster::scheduler {
Headed::Headed(std::unique_ptr<Policy> policy, bool streams, std::uint64_t records,
               record::Framing framing, std::uint32_t worker_count, spill::Backlog headers,
               spill::Backlog waiting, deliver::Writer& writer)
    : policy_(std::move(policy)),
      streams_(streams),
      framing_(framing),
      sources_(worker_count, Source{record::Head(records)}),
      headers_(std::move(headers)),
      waiting_(std::move(waiting)),
      writer_(writer) {}

std::size_t Headed::take(std::uint32_t worker, std::string_view records) {
  const std::string_view header = sources_[worker].head.take(records, framing_);
  const std::string_view rest = records.substr(header.size());
  if (!is_printed_) headers_.push(worker, header);
  std::size_t count = framing_.count(header);
  if (is_printed_ || !streams_) {
    if (!rest.empty()) count += policy_->take(worker, rest);
  } else {
    count += framing_.count(rest);
    waiting_.push(worker, rest);
    let_through();
  }
  return count;
}

void Headed::end(std::uint32_t worker) {
  sources_[worker].has_ended = true;
  if (is_printed_ || !streams_)
    policy_->end(worker);
  else
    let_through();
}

void Headed::finish() {
  if (!is_printed_ && is_header_known()) print_header();
  policy_->finish();
}

std::optional<std::uint32_t> Headed::awaited() const {
  if (is_printed_ || !streams_) return policy_->awaited();
  return first_ < sources_.size() ? std::optional(first_) : std::nullopt;
}

/// Goes on to the first worker that has one, or may still have; whether it is complete.
bool Headed::is_header_known() {
  while (first_ < sources_.size() && sources_[first_].has_ended && headers_.front(first_).empty())
    ++first_;
  return first_ == sources_.size() || sources_[first_].has_ended ||
         sources_[first_].head.is_complete();
}

void Headed::print_header() {
  headers_.drain(first_, [this](std::string_view header) { writer_.write_header(header); });
  for (std::uint32_t worker = first_; worker < sources_.size(); ++worker) headers_.clear(worker);
  is_printed_ = true;
}

/// Once the header is there, the policy hears of all that has come meanwhile.
void Headed::let_through() {
  if (!is_header_known()) return;
  print_header();
  for (std::uint32_t worker = 0; worker < sources_.size(); ++worker) {
    waiting_.drain(worker, [&](std::string_view records) { policy_->take(worker, records); });
    if (sources_[worker].has_ended) policy_->end(worker);
  }
}

}  // namespace muster::scheduler
