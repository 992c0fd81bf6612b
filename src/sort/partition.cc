#include "sort/partition.h"

#include <algorithm>

#include "sort/sort.h"
#include "sort/vqsort.h"

namespace muster::sort {

void Partition::add(const SortedRun& run, std::span<const std::uint64_t> encoded,
                    std::span<const Entry> entries) {
  if (!encoded.empty() || !entries.empty()) shares_.push_back({&run, encoded, entries});
  has_entries_ = has_entries_ || !entries.empty();
}

void Partition::release(Output& output, bool with_origins) {
  if (shares_.empty()) return;
  if (!has_entries_ && !with_origins) return release_encoded(output);
  gather();
  // Of two decoded records one is kept to be compared with the next.
  char spares[2][RecordEncoding::bytes_max];
  char* spare = spares[0];
  std::optional<order::Keyed> last;  // released
  for (const Entry& entry : entries_) {
    const std::string_view text = record(slot_of(entry), spare);
    if (comparison_.is_unique()) {
      const order::Keyed keyed{prefix_of(entry), text};
      if (last && comparison_.compare(*last, keyed) == 0) continue;
      last = keyed;
      spare = spare == spares[0] ? spares[1] : spares[0];
    }
    if (with_origins)
      output.add(text, origin(slot_of(entry)));
    else
      output.add(text);
  }
}

/// Makes sorted entries of all that was added; their slots are indices of locations_.
void Partition::gather() {
  std::size_t count = 0;
  for (const Share& share : shares_) count += share.encoded.size() + share.entries.size();
  locations_.reserve(count);
  entries_.reserve(count);
  const auto next_slot = [this] { return static_cast<std::uint32_t>(locations_.size()); };
  for (const Share& share : shares_) {
    for (const std::uint64_t one : share.encoded) {
      entries_.push_back(make_entry(encoding_->prefix(one), next_slot()));
      locations_.push_back({share.run, true, one});
    }
    for (const Entry& entry : share.entries) {
      entries_.push_back(make_entry(prefix_of(entry), next_slot()));
      locations_.push_back({share.run, false, slot_of(entry)});
      share.run->prefetch(slot_of(entry));  // all of a partition are needed soon, and lie all over
    }
  }
  if (shares_.size() > 1 || !shares_.front().encoded.empty())
    sort_entries(entries_, comparison_, *this);
}

void Partition::release_encoded(Output& output) const {
  std::uint64_t least = ~std::uint64_t{0};
  std::uint64_t most = 0;
  std::size_t count = 0;
  for (const Share& share : shares_) {
    least = std::min(least, share.encoded.front());
    most = std::max(most, share.encoded.back());
    count += share.encoded.size();
  }
  const bool is_unique = comparison_.is_unique();
  if (least == most && is_unique) return output.add_encoded(shares_.front().encoded.first(1));
  if ((shares_.size() == 1 && !is_unique) || least == most) {
    for (const Share& share : shares_) output.add_encoded(share.encoded);
    return;
  }
  std::vector<std::uint64_t> all;
  all.reserve(count);
  for (const Share& share : shares_)
    all.insert(all.end(), share.encoded.begin(), share.encoded.end());
  vqsort(all);
  if (is_unique) all.erase(std::unique(all.begin(), all.end()), all.end());
  output.add_encoded(all);
}

std::string_view Partition::record(std::uint32_t slot, char* spare) const {
  const Location& location = locations_[slot];
  if (location.is_encoded) return encoding_->decode(location.slot_or_encoded, spare);
  return location.run->record(static_cast<std::uint32_t>(location.slot_or_encoded));
}

void Partition::prefetch(std::uint32_t slot) const {
  const Location& location = locations_[slot];
  if (!location.is_encoded)
    location.run->prefetch(static_cast<std::uint32_t>(location.slot_or_encoded));
}

order::Origin Partition::origin(std::uint32_t slot) const {
  const Location& location = locations_[slot];
  if (location.is_encoded) return location.run->origin_of_encoded();
  return location.run->origin(static_cast<std::uint32_t>(location.slot_or_encoded));
}

}  // namespace muster::sort
