#include "sort/sorted_run.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "record/each.h"
#include "sort/sort.h"
#include "sort/vqsort.h"

namespace muster::sort {

SortedRun::SortedRun(Chunk chunk, std::size_t records, const order::Comparison& comparison,
                     record::Framing framing, const std::optional<RecordEncoding>& encoding,
                     Arena& arena, Top& top)
    : comparison_(comparison),
      framing_(framing),
      encoding_(encoding),
      chunk_(std::move(chunk)),
      records_(records),
      arena_(arena),
      top_(top),
      memory_bytes_(chunk_.memory_bytes() +
                    records * (encoding ? sizeof(std::uint64_t) : sizeof(Entry))) {}

void SortedRun::sort() {
  if (!encoding_ || !take_encoded()) take_entries();
  sort_entries();
}

void SortedRun::materialize_origins() {
  if (encoded_.empty() || chunk_.is_of_one_source()) return;
  encoded_ = {};
  take_entries();
  sort_entries();
}

void SortedRun::sort_entries() {
  sort::sort_entries(entries_, comparison_, *this);
  if (comparison_.is_unique()) {
    const auto keyed = [this](const Entry& entry) {
      return order::Keyed{prefix_of(entry), record(slot_of(entry))};
    };
    const auto end =
        std::unique(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) {
          return comparison_.compare(keyed(a), keyed(b)) == 0;
        });
    entries_ = {entries_.begin(), end};
  }
  entries_ = top_.first(entries_, prefix_of);
  memory_bytes_ = chunk_.memory_bytes() + taken_bytes_;
}

/// Encodes the records that can be, and makes entries of the others; or does nothing, and returns
/// false, if there are others and it may matter where records came from.
bool SortedRun::take_encoded() {
  std::span<std::uint64_t> encoded = take<std::uint64_t>(records_);
  std::vector<Entry> others;
  const std::uint64_t* const end =
      encoding_->encode(chunk_.text(), encoded.data(), [&](std::string_view record) {
        const Entry entry = entry_of(record);
        if (!top_.excludes(prefix_of(entry))) others.push_back(entry);
      });
  if (comparison_.needs_origin() && !others.empty()) return false;
  encoded_ = encoded.first(static_cast<std::size_t>(end - encoded.data()));
  const auto prefix = [this](std::uint64_t one) { return encoding_->prefix(one); };
  const auto is_excluded = [&](std::uint64_t one) { return top_.excludes(prefix(one)); };
  if (top_.excludes_any())
    encoded_ = {encoded_.begin(), std::remove_if(encoded_.begin(), encoded_.end(), is_excluded)};
  vqsort(encoded_);
  if (comparison_.is_unique())
    encoded_ = {encoded_.begin(), std::unique(encoded_.begin(), encoded_.end())};
  encoded_ = top_.first(encoded_, prefix);
  entries_ = take<Entry>(others.size());
  std::copy(others.begin(), others.end(), entries_.begin());
  return true;
}

template <typename T>
std::span<T> SortedRun::take(std::size_t count) {
  taken_bytes_ += count * sizeof(T);
  return arena_.take<T>(count);
}

void SortedRun::take_entries() {
  entries_ = take<Entry>(records_);
  auto next = entries_.begin();
  record::for_each(chunk_.text(), framing_, [&](std::string_view record) {
    *next = entry_of(record);
    if (!top_.excludes(prefix_of(*next))) ++next;
  });
  entries_ = entries_.first(static_cast<std::size_t>(next - entries_.begin()));
}

Entry SortedRun::entry_of(std::string_view record) const {
  const auto offset = static_cast<std::uint32_t>(record.data() - chunk_.text().data());
  const auto bytes = static_cast<std::uint32_t>(record.size());  // record::bytes_max is 2^30
  return make_entry(comparison_.prefix(record),
                    (offset << length_bits) | std::min(bytes, length_mask));
}

os::Mapping SortedRun::take_text_memory() {
  memory_bytes_ = taken_bytes_;
  return chunk_.take_memory();
}

}  // namespace muster::sort
