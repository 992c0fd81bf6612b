#include "order/part.h"

#include <algorithm>

#include "order/sort.h"
#include "order/vqsort.h"

namespace muster::order {
void Part::add(const Run& run, std::span<const std::uint64_t> words,
               std::span<const Entry> entries) {
  if (!words.empty()) words_.push_back(words);
  if (!entries.empty()) shares_.push_back({&run, entries});
}

void Part::release(Output& output, bool with_origins) {
  if (shares_.empty()) return release_words(output);
  gather();
  std::string_view last;  // released; its bytes stay where they are
  const Entry* last_entry = nullptr;
  char spare[Value::bytes_max];
  for (const Entry& entry : entries_) {
    const Source& source = sources_[place_of(entry)];
    if (source.run == nullptr) {
      output.add_word(source.place_or_word);
      continue;
    }
    const std::string_view text = record(place_of(entry), spare);
    if (comparison_.is_unique()) {
      if (last_entry != nullptr && prefix_of(*last_entry) == prefix_of(entry) &&
          comparison_.compare_tied(last, text, prefix_of(entry)) == 0)
        continue;
      last = text;
      last_entry = &entry;
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
  for (const auto words : words_) count += words.size();
  for (const Share& share : shares_) count += share.entries.size();
  sources_.reserve(count);
  entries_.reserve(count);
  const auto next_place = [this] { return static_cast<std::uint32_t>(sources_.size()); };
  for (const auto words : words_)
    for (const std::uint64_t word : words) {
      entries_.push_back(make_entry(value_->prefix(word), next_place()));
      sources_.push_back({nullptr, word});
    }
  for (const Share& share : shares_)
    for (const Entry& entry : share.entries) {
      entries_.push_back(make_entry(prefix_of(entry), next_place()));
      sources_.push_back({share.run, place_of(entry)});
      share.run->prefetch(place_of(entry));  // all of a part are wanted soon, and lie all over
    }
  if (words_.size() + shares_.size() > 1) sort_entries(entries_, comparison_, *this);
}

void Part::release_words(Output& output) const {
  if (words_.empty()) return;
  std::uint64_t least = ~std::uint64_t{0};
  std::uint64_t most = 0;
  std::size_t count = 0;
  for (const auto share : words_) {
    least = std::min(least, share.front());
    most = std::max(most, share.back());
    count += share.size();
  }
  const bool is_unique = comparison_.is_unique();
  if (least == most && is_unique) return output.add_words(words_.front().first(1));
  if ((words_.size() == 1 && !is_unique) || least == most) {
    for (const auto share : words_) output.add_words(share);
    return;
  }
  std::vector<std::uint64_t> all;
  all.reserve(count);
  for (const auto share : words_) all.insert(all.end(), share.begin(), share.end());
  vqsort(all);
  if (is_unique) all.erase(std::unique(all.begin(), all.end()), all.end());
  output.add_words(all);
}

std::string_view Part::record(std::uint32_t place, char* spare) const {
  const Source& source = sources_[place];
  if (source.run != nullptr)
    return source.run->record(static_cast<std::uint32_t>(source.place_or_word));
  return value_->text(source.place_or_word, spare);
}

void Part::prefetch(std::uint32_t place) const {
  const Source& source = sources_[place];
  if (source.run != nullptr) source.run->prefetch(static_cast<std::uint32_t>(source.place_or_word));
}

Origin Part::origin(std::uint32_t place) const {
  const Source& source = sources_[place];
  return source.run->origin(static_cast<std::uint32_t>(source.place_or_word));
}

}  // namespace muster::order
