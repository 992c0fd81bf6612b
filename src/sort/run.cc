#include "sort/run.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "record/each.h"
#include "sort/sort.h"
#include "sort/vqsort.h"

namespace muster::sort {

Run::Run(Chunk chunk, std::size_t records, const order::Comparison& comparison,
         record::Framing framing, const std::optional<Value>& value, Arena& arena)
    : comparison_(comparison),
      framing_(framing),
      value_(value),
      chunk_(std::move(chunk)),
      records_(records),
      arena_(arena),
      memory_bytes_(chunk_.memory_bytes() +
                    records * (value ? sizeof(std::uint64_t) : sizeof(Entry))) {}

void Run::sort() {
  if (!value_ || !take_words()) take_entries();
  sort_entries();
}

void Run::know_origins() {
  if (words_.empty() || chunk_.is_of_one_source()) return;
  words_ = {};
  take_entries();
  sort_entries();
}

void Run::sort_entries() {
  sort::sort_entries(entries_, comparison_, *this);
  memory_bytes_ = chunk_.memory_bytes() + records_ * (value_ ? sizeof(std::uint64_t) : 0) +
                  entries_.size_bytes();
}

/// Makes words of the records that are values, and entries of the others; or nothing, and returns
/// false, if there are others and it may matter where records came from.
bool Run::take_words() {
  std::span<std::uint64_t> words = arena_.take<std::uint64_t>(records_);
  std::vector<Entry> others;
  const std::uint64_t* const end =
      value_->parse(chunk_.text(), words.data(),
                    [&](std::string_view record) { others.push_back(entry_of(record)); });
  if (comparison_.needs_origin() && !others.empty()) return false;
  words_ = words.first(static_cast<std::size_t>(end - words.data()));
  vqsort(words_);
  entries_ = arena_.take<Entry>(others.size());
  std::copy(others.begin(), others.end(), entries_.begin());
  return true;
}

void Run::take_entries() {
  entries_ = arena_.take<Entry>(records_);
  auto next = entries_.begin();
  record::for_each(chunk_.text(), framing_,
                   [&](std::string_view record) { *next++ = entry_of(record); });
}

Entry Run::entry_of(std::string_view record) const {
  const auto offset = static_cast<std::uint32_t>(record.data() - chunk_.text().data());
  const auto bytes = static_cast<std::uint32_t>(record.size());  // record::bytes_max is 2^30
  return make_entry(comparison_.prefix(record),
                    (offset << length_bits) | std::min(bytes, length_mask));
}

os::Mapping Run::take_spare_memory() {
  if (!entries_.empty() || (comparison_.needs_origin() && !chunk_.is_of_one_source())) return {};
  memory_bytes_ = records_ * sizeof(std::uint64_t);
  return chunk_.take_memory();
}

}  // namespace muster::sort
