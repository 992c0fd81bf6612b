#include "scheduler/intake.h"

#include <stdexcept>
#include <string>

namespace muster::scheduler {

Intake::Stream& Intake::stream(std::uint32_t worker) {
  const auto [found, is_new] =
      streams_.try_emplace(worker, Stream{record::Splitter(framing_), 0, false});
  if (is_new) cut_bytes_ += found->second.splitter.memory_bytes();
  return found->second;
}

void Intake::forget(std::uint32_t worker) {
  cut_bytes_ -= stream(worker).splitter.memory_bytes();
  streams_.erase(worker);
  if (handling_.check) handling_.check->forget(worker);
  policy_.end(worker);
}

std::optional<Intake::Refusal> Intake::take(std::uint32_t worker, Stream& stream,
                                            std::string_view records) {
  if (handling_.check) {
    if (const auto number = handling_.check->find_disorder(worker, records))
      return Refusal{Kind::record_out_of_order, {worker, *number, 0}};
  }
  if (handling_.stage)
    handling_.stage->push(worker, records);
  else
    stream.records += policy_.take(worker, records);
  return std::nullopt;
}

std::optional<Intake::Refusal> Intake::data(std::uint32_t worker, std::string_view bytes) {
  Stream& from = stream(worker);
  if (from.is_ignored) return std::nullopt;
  std::optional<Refusal> refusal;
  cut_bytes_ -= from.splitter.memory_bytes();
  const bool fits = from.splitter.feed(bytes, [&](std::string_view records) {
    if (!refusal) refusal = take(worker, from, records);
  });
  if (!fits || refusal) {
    from.is_ignored = true;
    from.splitter = record::Splitter(framing_);
    const std::uint64_t records = from.records + forget_staged(worker);
    if (!refusal) refusal = Refusal{Kind::record_too_long, {worker, records + 1, 0}};
  }
  cut_bytes_ += from.splitter.memory_bytes();
  if (cut_bytes_ > handling_.cut_bytes_max)
    throw std::runtime_error("records that are not complete yet take more memory than the " +
                             std::to_string(handling_.cut_bytes_max >> 20U) +
                             " MiB that they may: give more with -S");
  return refusal;
}

std::optional<Intake::Refusal> Intake::end(std::uint32_t worker) {
  Stream& from = stream(worker);
  std::optional<Refusal> refusal;
  if (!from.is_ignored) {
    const std::size_t torn_bytes =
        from.splitter.end([&](std::string_view records) { refusal = take(worker, from, records); });
    if (torn_bytes > 0) {
      const std::uint64_t records = from.records + forget_staged(worker);
      refusal = Refusal{Kind::record_torn, {worker, records + 1, torn_bytes}};
    }
  }
  if (from.is_ignored || refusal) {
    drop(worker);
    return refusal;
  }
  if (handling_.stage)
    handling_.stage->drain(
        worker, [&](std::string_view records) { from.records += policy_.take(worker, records); });
  records_ += from.records;
  forget(worker);
  return std::nullopt;
}

void Intake::drop(std::uint32_t worker) {
  if (handling_.stage) handling_.stage->clear(worker);
  forget(worker);
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
