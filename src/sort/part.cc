#include "sort/part.h"

#include <algorithm>

#include "sort/sort.h"
#include "sort/vqsort.h"

namespace muster::sort {

void Part::add(const Run& run, std::span<const std::uint64_t> words,
               std::span<const Entry> entries) {
  if (!words.empty() || !entries.empty()) shares_.push_back({&run, words, entries});
  has_entries_ = has_entries_ || !entries.empty();
}

void Part::release(Output& output, bool with_origins) {
  if (shares_.empty()) return;
  if (!has_entries_ && !with_origins) return release_words(output);
  gather();
  // Of two values one is kept to be compared with, the other is looked at.
  char spares[2][Value::bytes_max];
  char* spare = spares[0];
  std::optional<order::Keyed> last;  // released
  for (const Entry& entry : entries_) {
    const std::string_view text = record(place_of(entry), spare);
    if (comparison_.is_unique()) {
      const order::Keyed keyed{prefix_of(entry), text};
      if (last && comparison_.compare(*last, keyed) == 0) continue;
      last = keyed;
      spare = spare == spares[0] ? spares[1] : spares[0];
    }
    if (with_origins)
      output.add(text, origin(place_of(entry)));
    else
      output.add(text);
  }
}

/// Makes sorted entries of all that was added; their places are indices of sources_.
void Part::gather() {
  std::size_t count = 0;
  for (const Share& share : shares_) count += share.words.size() + share.entries.size();
  sources_.reserve(count);
  entries_.reserve(count);
  const auto next_place = [this] { return static_cast<std::uint32_t>(sources_.size()); };
  for (const Share& share : shares_) {
    for (const std::uint64_t word : share.words) {
      entries_.push_back(make_entry(value_->prefix(word), next_place()));
      sources_.push_back({share.run, true, word});
    }
    for (const Entry& entry : share.entries) {
      entries_.push_back(make_entry(prefix_of(entry), next_place()));
      sources_.push_back({share.run, false, place_of(entry)});
      share.run->prefetch(place_of(entry));  // all of a part are wanted soon, and lie all over
    }
  }
  if (shares_.size() > 1 || !shares_.front().words.empty())
    sort_entries(entries_, comparison_, *this);
}

void Part::release_words(Output& output) const {
  std::uint64_t least = ~std::uint64_t{0};
  std::uint64_t most = 0;
  std::size_t count = 0;
  for (const Share& share : shares_) {
    least = std::min(least, share.words.front());
    most = std::max(most, share.words.back());
    count += share.words.size();
  }
  const bool is_unique = comparison_.is_unique();
  if (least == most && is_unique) return output.add_words(shares_.front().words.first(1));
  if ((shares_.size() == 1 && !is_unique) || least == most) {
    for (const Share& share : shares_) output.add_words(share.words);
    return;
  }
  std::vector<std::uint64_t> all;
  all.reserve(count);
  for (const Share& share : shares_) all.insert(all.end(), share.words.begin(), share.words.end());
  vqsort(all);
  if (is_unique) all.erase(std::unique(all.begin(), all.end()), all.end());
  output.add_words(all);
}

std::string_view Part::record(std::uint32_t place, char* spare) const {
  const Source& source = sources_[place];
  if (source.is_word) return value_->text(source.place_or_word, spare);
  return source.run->record(static_cast<std::uint32_t>(source.place_or_word));
}

void Part::prefetch(std::uint32_t place) const {
  const Source& source = sources_[place];
  if (!source.is_word) source.run->prefetch(static_cast<std::uint32_t>(source.place_or_word));
}

order::Origin Part::origin(std::uint32_t place) const {
  const Source& source = sources_[place];
  if (source.is_word) return source.run->origin_of_words();
  return source.run->origin(static_cast<std::uint32_t>(source.place_or_word));
}

}  // namespace muster::sort
