#include "scheduler/intake.h"

#include <algorithm>

namespace muster::scheduler {

Intake::Stream& Intake::stream(std::uint32_t worker) {
  const auto [found, is_new] =
      streams_.try_emplace(worker, Stream{record::Splitter(delimiter_), {}, 0, false});
  if (is_new) held_bytes_ += found->second.memory_bytes();
  return found->second;
}

void Intake::forget(std::uint32_t worker) {
  held_bytes_ -= stream(worker).memory_bytes();
  streams_.erase(worker);
  policy_.end(worker);
}

void Intake::take(std::uint32_t worker, Stream& stream, std::string_view records) {
  if (staged_)
    stream.staged += records;
  else
    stream.records += policy_.take(worker, records);
}

std::optional<RecordTooLong> Intake::data(std::uint32_t worker, std::string_view bytes) {
  Stream& from = stream(worker);
  if (from.is_ignored) return std::nullopt;
  held_bytes_ -= from.memory_bytes();
  const bool fits =
      from.splitter.feed(bytes, [&](std::string_view records) { take(worker, from, records); });
  held_bytes_ += from.memory_bytes();
  if (fits) return std::nullopt;
  from.is_ignored = true;
  const auto staged = std::count(from.staged.begin(), from.staged.end(), delimiter_);
  return RecordTooLong{worker, from.records + static_cast<std::uint64_t>(staged) + 1};
}

void Intake::end(std::uint32_t worker) {
  Stream& from = stream(worker);
  if (from.is_ignored) return drop(worker);
  held_bytes_ -= from.memory_bytes();
  from.splitter.end([&](std::string_view records) { take(worker, from, records); });
  held_bytes_ += from.memory_bytes();
  if (!from.staged.empty()) from.records += policy_.take(worker, from.staged);
  records_ += from.records;
  forget(worker);
}

void Intake::drop(std::uint32_t worker) {
  forget(worker);
}

}  // namespace muster::scheduler
