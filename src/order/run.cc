#include "order/run.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "order/sort.h"
#include "order/vqsort.h"
#include "record/each.h"

namespace muster::order {

Run::Run(Chunk chunk, std::size_t records, const Comparison& comparison, record::Framing framing,
         const std::optional<Value>& value, Arena& arena)
    : comparison_(comparison),
      framing_(framing),
      value_(value),
      chunk_(std::move(chunk)),
      records_(records),
      arena_(arena),
      memory_bytes_(chunk_.memory_bytes() +
                    records * (value ? sizeof(std::uint64_t) : sizeof(Entry))) {}

void Run::sort() {
  const std::string_view text = chunk_.text();
  if (value_) {
    words_ = arena_.take<std::uint64_t>(records_);
    std::vector<Entry> others;
    const std::uint64_t* const end = value_->parse(
        text, words_.data(), [&](std::string_view record) { others.push_back(entry_of(record)); });
    words_ = words_.first(static_cast<std::size_t>(end - words_.data()));
    vqsort(words_);
    entries_ = arena_.take<Entry>(others.size());
    std::copy(others.begin(), others.end(), entries_.begin());
  } else {
    entries_ = arena_.take<Entry>(records_);
    auto next = entries_.begin();
    record::for_each(text, framing_, [&](std::string_view record) { *next++ = entry_of(record); });
  }
  sort_entries(entries_, comparison_, *this);
  memory_bytes_ = chunk_.memory_bytes() + records_ * (value_ ? sizeof(std::uint64_t) : 0) +
                  entries_.size_bytes();
}

Entry Run::entry_of(std::string_view record) const {
  const auto offset = static_cast<std::uint32_t>(record.data() - chunk_.text().data());
  const auto bytes = static_cast<std::uint32_t>(record.size());  // record::bytes_max is 2^30
  return make_entry(comparison_.prefix(record),
                    (offset << length_bits) | std::min(bytes, length_mask));
}

os::Mapping Run::take_spare_memory() {
  if (!entries_.empty()) return {};
  memory_bytes_ = records_ * sizeof(std::uint64_t);
  return chunk_.take_memory();
}

}  // namespace muster::order
