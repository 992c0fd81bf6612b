#include "scheduler/intake.h"

#include <utility>

#include "channel/channel.h"

namespace muster::scheduler {

Intake::Stream& Intake::stream(std::uint32_t worker) {
  return streams_.try_emplace(worker, Stream{record::Framer(framing_)}).first->second;
}

/// Counts what the stream holds of an incomplete record now, in place of what was counted before.
void Intake::charge(Stream& stream, std::size_t bytes) {
  incomplete_bytes_ -= std::exchange(stream.charged_bytes, bytes);
  incomplete_bytes_ += bytes;
}

void Intake::forget_stream(std::uint32_t worker) {
  const auto found = streams_.find(worker);
  if (found != streams_.end()) {
    charge(found->second, 0);
    streams_.erase(found);
  }
  if (handling_.check) handling_.check->forget(worker);
}

void Intake::forget(std::uint32_t worker) {
  forget_stream(worker);
  policy_.end(worker);
}

std::optional<Intake::Refusal> Intake::take(std::uint32_t worker, Stream& stream,
                                            std::string_view records) {
  if (handling_.check) {
    if (const auto found = handling_.check->find_disorder(worker, records))
      return Refusal{worker, attempt(worker), Refusal::Reason::out_of_order, found->number, 0};
  }
  if (handling_.stage)
    handling_.stage->push(worker, records);
  else
    give(worker, stream, records);
  return std::nullopt;
}

void Intake::give(std::uint32_t worker, Stream& stream, std::string_view records) {
  const std::size_t count = policy_.take(worker, records);
  stream.records += count;
  records_taken_ += count;
}

std::optional<Intake::Refusal> Intake::data(std::uint32_t worker, std::string_view bytes) {
  Stream& from = stream(worker);
  if (from.is_ignored) return std::nullopt;
  std::optional<Refusal> refusal;
  const bool fits = from.framer.feed(bytes, [&](std::string_view records) {
    if (!refusal) refusal = take(worker, from, records);
  });
  if (!fits || refusal) {
    from.is_ignored = true;
    from.framer = record::Framer(framing_);
    const std::uint64_t records = from.records + forget_staged(worker);
    if (!refusal)
      refusal = Refusal{worker, attempt(worker), Refusal::Reason::too_long, records + 1, 0};
  }
  charge(from, from.framer.incomplete_bytes());
  if (incomplete_bytes_ > handling_.incomplete_bytes_max)
    throw IncompleteRecordsExceedLimit(handling_.incomplete_bytes_max);
  return refusal;
}

std::optional<Intake::Refusal> Intake::end(std::uint32_t worker) {
  Stream& from = stream(worker);
  std::optional<Refusal> refusal;
  if (!from.is_ignored) {
    const std::size_t torn_bytes =
        from.framer.end([&](std::string_view records) { refusal = take(worker, from, records); });
    if (torn_bytes > 0) {
      const std::uint64_t records = from.records + forget_staged(worker);
      refusal = Refusal{worker, attempt(worker), Refusal::Reason::torn, records + 1, torn_bytes};
    }
  }
  if (from.is_ignored || refusal) {
    drop(worker);
    return refusal;
  }
  if (handling_.stage)
    handling_.stage->drain(worker, [&](std::string_view records) { give(worker, from, records); });
  records_ += from.records;
  forget(worker);
  return std::nullopt;
}

void Intake::drop(std::uint32_t worker) {
  if (handling_.stage) handling_.stage->clear(worker);
  forget(worker);
}

void Intake::retract(std::uint32_t worker) {
  if (!handling_.stage) throw channel::ProtocolError("init retracted records that may be released");
  handling_.stage->clear(worker);
  forget_stream(worker);
  ++attempts_[worker];
}

std::uint32_t Intake::attempt(std::uint32_t worker) const {
  const auto found = attempts_.find(worker);
  return found == attempts_.end() ? 0 : found->second;
}

/// Returns how many they were.
std::uint64_t Intake::forget_staged(std::uint32_t worker) {
  std::uint64_t count = 0;
  if (handling_.stage)
    handling_.stage->drain(worker,
                           [&](std::string_view records) { count += framing_.count(records); });
  return count;
}

}  // namespace muster::scheduler
