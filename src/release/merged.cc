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
  const Source& x = sources[a];
  const Source& y = sources[b];
  if (x.state == State::done || y.state == State::done) return x.state != State::done;
  const int result = comparison.compare({x.prefix, x.record}, {y.prefix, y.record});
  return result != 0 ? result < 0 : a < b;
}

Merged::Merged(const order::Order& order, record::Framing framing, std::uint32_t worker_count,
               ThrottledBacklog waiting, deliver::Writer& writer)
    : comparison_(order),
      framing_(framing),
      sources_(worker_count),
      awaited_(worker_count),
      waiting_(std::move(waiting)),
      writer_(writer) {}

std::size_t Merged::take(std::uint32_t worker, std::string_view records) {
  if (writer_.is_complete()) return framing_.count(records);
  waiting_.push(worker, records);
  Source& source = sources_[worker];
  if (source.state == State::awaited) {
    source.front = waiting_.front(worker);
    look(source);
    if (--awaited_ == 0) release();
  }
  return framing_.count(records);
}

void Merged::end(std::uint32_t worker) {
  Source& source = sources_[worker];
  source.has_ended = true;
  if (source.state != State::awaited) return;
  source.state = State::done;
  if (--awaited_ == 0) release();
}

std::optional<std::uint32_t> Merged::awaited() const {
  if (awaited_ == 0 || writer_.is_complete()) return std::nullopt;
  if (tournament_) return static_cast<std::uint32_t>(tournament_->winner());
  const auto first = std::find_if(sources_.begin(), sources_.end(), [](const Source& source) {
    return source.state == State::awaited;
  });
  return static_cast<std::uint32_t>(first - sources_.begin());
}

/// The source's front is not empty: its first record is ready.
void Merged::look(Source& source) {
  source.state = State::ready;
  source.record = framing_.first(source.front);
  source.prefix = comparison_.prefix(source.record);
}

/// Goes on to the worker's next record, if it has come.
void Merged::step(std::uint32_t worker) {
  Source& source = sources_[worker];
  source.front.remove_prefix(source.record.size() + framing_.delimiter_bytes());
  if (source.front.empty()) {
    waiting_.pop(worker);
    source.front = waiting_.front(worker);
  }
  if (!source.front.empty()) return look(source);
  source.state = source.has_ended ? State::done : State::awaited;
  if (!source.has_ended) ++awaited_;
}

/// Every source is ready or done: goes on until that is no longer so, or all are done.
void Merged::release() {
  if (tournament_)
    tournament_->replay();
  else
    tournament_.emplace(sources_.size(), ComesFirst{sources_, comparison_});
  for (;;) {
    const auto worker = static_cast<std::uint32_t>(tournament_->winner());
    if (sources_[worker].state == State::done) break;
    put(worker);
    step(worker);
    if (awaited_ > 0) break;
    tournament_->replay();
  }
  writer_.flush();
  if (writer_.is_complete()) waiting_.resume_all();
}

void Merged::put(std::uint32_t worker) {
  const Source& source = sources_[worker];
  if (comparison_.is_unique()) {
    if (last_ && comparison_.compare(*last_, source.record) == 0) return;
    last_ = source.record;
  }
  writer_.add(worker, source.front.substr(0, source.record.size() + framing_.delimiter_bytes()));
}

}  // namespace muster::release
