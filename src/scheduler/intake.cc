#include "scheduler/intake.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace muster::scheduler {

Intake::Stream& Intake::stream(std::uint32_t worker) {
  const auto [found, is_new] =
      streams_.try_emplace(worker, Stream{record::Splitter(delimiter_), 0, false});
  if (is_new) cut_bytes_ += found->second.splitter.memory_bytes();
  return found->second;
}

void Intake::forget(std::uint32_t worker) {
  cut_bytes_ -= stream(worker).splitter.memory_bytes();
  streams_.erase(worker);
  policy_.end(worker);
}

void Intake::take(std::uint32_t worker, Stream& stream, std::string_view records) {
  if (stage_)
    stage_->push(worker, records);
  else
    stream.records += policy_.take(worker, records);
}

std::optional<RecordTooLong> Intake::data(std::uint32_t worker, std::string_view bytes) {
  Stream& from = stream(worker);
  if (from.is_ignored) return std::nullopt;
  cut_bytes_ -= from.splitter.memory_bytes();
  const bool fits =
      from.splitter.feed(bytes, [&](std::string_view records) { take(worker, from, records); });
  if (!fits) from.splitter = record::Splitter(delimiter_);
  cut_bytes_ += from.splitter.memory_bytes();
  if (cut_bytes_ > cut_bytes_max_)
    throw std::runtime_error("records that are not complete yet take more memory than the " +
                             std::to_string(cut_bytes_max_ >> 20U) +
                             " MiB that they may: give more with -S");
  if (fits) return std::nullopt;
  from.is_ignored = true;
  return RecordTooLong{worker, from.records + forget_staged(worker) + 1};
}

void Intake::end(std::uint32_t worker) {
  Stream& from = stream(worker);
  if (from.is_ignored) return drop(worker);
  from.splitter.end([&](std::string_view records) { take(worker, from, records); });
  if (stage_) {
    for (std::string_view records = stage_->front(worker); !records.empty();
         records = stage_->front(worker)) {
      from.records += policy_.take(worker, records);
      stage_->pop(worker);
    }
  }
  records_ += from.records;
  forget(worker);
}

void Intake::drop(std::uint32_t worker) {
  if (stage_) stage_->clear(worker);
  forget(worker);
}

/// Returns how many they were.
std::uint64_t Intake::forget_staged(std::uint32_t worker) {
  std::uint64_t count = 0;
  if (!stage_) return count;
  for (std::string_view records = stage_->front(worker); !records.empty();
       records = stage_->front(worker)) {
    count += static_cast<std::uint64_t>(std::count(records.begin(), records.end(), delimiter_));
    stage_->pop(worker);
  }
  return count;
}

}  // namespace muster::scheduler
