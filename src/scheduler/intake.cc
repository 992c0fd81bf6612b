#include "scheduler/intake.h"

#include <algorithm>

namespace muster::scheduler {

Intake::Stream& Intake::stream(std::uint32_t worker) {
  return streams_.try_emplace(worker, Stream{record::Splitter(delimiter_), {}, 0, false})
      .first->second;
}

void Intake::take(std::uint32_t worker, Stream& stream, std::string_view records) {
  if (staged_) {
    stream.staged += records;
    staged_bytes_ += records.size();
  } else {
    stream.records += policy_.take(worker, records);
  }
}

std::optional<RecordTooLong> Intake::data(std::uint32_t worker, std::string_view bytes) {
  Stream& from = stream(worker);
  if (from.is_ignored) return std::nullopt;
  const bool fits =
      from.splitter.feed(bytes, [&](std::string_view records) { take(worker, from, records); });
  if (fits) return std::nullopt;
  from.is_ignored = true;
  const auto staged = std::count(from.staged.begin(), from.staged.end(), delimiter_);
  return RecordTooLong{worker, from.records + static_cast<std::uint64_t>(staged) + 1};
}

void Intake::end(std::uint32_t worker) {
  Stream& from = stream(worker);
  if (from.is_ignored) return drop(worker);
  from.splitter.end([&](std::string_view records) { take(worker, from, records); });
  if (!from.staged.empty()) from.records += policy_.take(worker, from.staged);
  records_ += from.records;
  staged_bytes_ -= from.staged.size();
  streams_.erase(worker);
  policy_.end(worker);
}

void Intake::drop(std::uint32_t worker) {
  staged_bytes_ -= stream(worker).staged.size();
  streams_.erase(worker);
  policy_.end(worker);
}

}  // namespace muster::scheduler
