#include "order/run.h"

#include <algorithm>
#include <utility>

#include "order/sort.h"
#include "order/vqsort.h"
#include "record/each.h"

namespace muster::order {

Run::Run(Chunk chunk, std::size_t records, const Comparison& comparison, record::Framing framing,
         const std::optional<Value>& value)
    : comparison_(comparison),
      framing_(framing),
      value_(value),
      chunk_(std::move(chunk)),
      records_(records),
      memory_bytes_(chunk_.memory_bytes() +
                    records * (value ? sizeof(std::uint64_t) : sizeof(Entry))) {}

void Run::sort() {
  const std::string_view text = chunk_.text();
  const auto other = [this](std::string_view record) { add_entry(record); };
  if (value_) {
    word_memory_ = os::Mapping::memory(records_ * sizeof(std::uint64_t));
    auto* const words = reinterpret_cast<std::uint64_t*>(word_memory_.data());
    words_ = {words, value_->parse(text, words, other)};
    vqsort(words_);
  } else {
    record::for_each(text, framing_, other);
  }
  sort_entries(entries_, comparison_, *this);
  memory_bytes_ = chunk_.memory_bytes() + words_.size_bytes() + entries_.size_bytes();
}

void Run::add_entry(std::string_view record) {
  if (!entry_memory_) {
    entry_memory_ = os::Mapping::memory(records_ * sizeof(Entry));
    entries_ = {reinterpret_cast<Entry*>(entry_memory_.data()), 0};
  }
  const auto offset = static_cast<std::uint32_t>(record.data() - chunk_.text().data());
  const auto bytes = static_cast<std::uint32_t>(record.size());  // record::bytes_max is 2^30
  const std::uint32_t place = (offset << length_bits) | std::min(bytes, length_mask);
  entries_ = {entries_.data(), entries_.size() + 1};
  entries_.back() = make_entry(comparison_.prefix(record), place);
}

os::Mapping Run::take_spare_memory() {
  if (!entries_.empty()) return {};
  memory_bytes_ = words_.size_bytes();
  return chunk_.take_memory();
}

}  // namespace muster::order
