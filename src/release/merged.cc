// Merges records as they come.
//
// Records stay in the backlog's blocks until they are copied to the output: a block is fetched and
// given back as a whole, and a step from one record to the next finds its end and makes a
// prefix.

#include "release/merged.h"

#include <algorithm>
#include <utility>

namespace muster::release {

bool Merged::ComesFirst::operator()(std::size_t a, std::size_t b) const {
  const Input& x = inputs[a];
  const Input& y = inputs[b];
  if (x.state == State::done || y.state == State::done) return x.state != State::done;
  const int result = comparison.compare({x.prefix, x.record}, {y.prefix, y.record});
  return result != 0 ? result < 0 : a < b;
}

Merged::Merged(const order::Order& order, record::Framing framing, std::uint32_t worker_count,
               ThrottledBacklog waiting, deliver::Writer& writer)
    : comparison_(order),
      framing_(framing),
      inputs_(worker_count),
      awaited_(worker_count),
      waiting_(std::move(waiting)),
      writer_(writer) {}

std::size_t Merged::take(std::uint32_t worker, std::string_view records) {
  if (writer_.is_complete()) return framing_.count(records);
  waiting_.push(worker, records);
  Input& input = inputs_[worker];
  if (input.state == State::awaited) {
    input.front = waiting_.front(worker);
    look(input);
    if (--awaited_ == 0) release();
  }
  waiting_.settle(worker);
  return framing_.count(records);
}

void Merged::end(std::uint32_t worker) {
  Input& input = inputs_[worker];
  input.has_ended = true;
  waiting_.end(worker);
  if (input.state != State::awaited) return;
  input.state = State::done;
  if (--awaited_ == 0) release();
}

std::optional<std::uint32_t> Merged::awaited() const {
  if (awaited_ == 0 || writer_.is_complete()) return std::nullopt;
  if (tournament_) return static_cast<std::uint32_t>(tournament_->winner());
  const auto first = std::find_if(inputs_.begin(), inputs_.end(),
                                  [](const Input& input) { return input.state == State::awaited; });
  return static_cast<std::uint32_t>(first - inputs_.begin());
}

/// The input's front is not empty: its first record is ready.
void Merged::look(Input& input) {
  input.state = State::ready;
  input.record = framing_.first(input.front);
  input.prefix = comparison_.prefix(input.record);
}

/// Goes on to the worker's next record, if it has come.
void Merged::step(std::uint32_t worker) {
  Input& input = inputs_[worker];
  input.front.remove_prefix(input.record.size() + framing_.delimiter_bytes());
  if (input.front.empty()) {
    waiting_.pop(worker);
    input.front = waiting_.front(worker);
  }
  if (!input.front.empty()) return look(input);
  input.state = input.has_ended ? State::done : State::awaited;
  if (!input.has_ended) ++awaited_;
}

/// Every input is ready or done: goes on until that is no longer so, or all are done.
void Merged::release() {
  if (tournament_)
    tournament_->replay();
  else
    tournament_.emplace(inputs_.size(), ComesFirst{inputs_, comparison_});
  for (;;) {
    const auto worker = static_cast<std::uint32_t>(tournament_->winner());
    if (inputs_[worker].state == State::done) break;
    put(worker);
    step(worker);
    if (awaited_ > 0) break;
    tournament_->replay();
  }
  writer_.flush();
  if (writer_.is_complete()) waiting_.resume_all();
}

void Merged::put(std::uint32_t worker) {
  const Input& input = inputs_[worker];
  if (comparison_.is_unique()) {
    if (last_ && comparison_.compare({last_prefix_, *last_}, {input.prefix, input.record}) == 0)
      return;
    last_ = input.record;
    last_prefix_ = input.prefix;
  }
  writer_.add(worker, input.front.substr(0, input.record.size() + framing_.delimiter_bytes()));
}

}  // namespace muster::release
