// How records become ordered output.
//
// While they come, they fill runs, and each full run is sorted by a background thread. At the
// end the range of prefixes is cut into parts of about part_records records each; a part takes
// its share out of every run, puts that in order and formats it. Parts are independent, so all
// threads work on them, and a turnstile lets them out one after the other.

#include "order/sorter.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "order/sort.h"
#include "order/vqsort.h"
#include "record/each.h"

namespace muster::order {
namespace {

/// Records in a part: their prefixes and their text fit into a core's second-level cache.
constexpr std::size_t part_records = std::size_t{32} << 10U;
/// Every how many records of a run one is looked at when the bounds of parts are chosen.
constexpr std::size_t sample_stride = 4096;

std::uint64_t prefix_of(std::uint64_t prefix) {
  return prefix;
}
std::uint64_t prefix_of(const Entry& entry) {
  return entry.hi;
}

/// What of a sorted run lies in [first, last); no last means to the end.
template <typename T>
std::span<T> share_of(std::span<T> run, std::uint64_t first, const std::uint64_t* last) {
  const auto below = [](const T& value, std::uint64_t bound) { return prefix_of(value) < bound; };
  const auto begin = std::lower_bound(run.begin(), run.end(), first, below);
  const auto end = last ? std::lower_bound(begin, run.end(), *last, below) : run.end();
  return {begin, end};
}

template <typename T>
void sample(const Runs<T>& runs, std::vector<std::uint64_t>& samples) {
  for (const std::span<T> run : runs.runs())
    for (std::size_t i = 0; i < run.size(); i += sample_stride)
      samples.push_back(prefix_of(run[i]));
}

}  // namespace

/// The shares of all runs in one range of prefixes.
struct Sorter::Part {
  std::vector<std::span<std::uint64_t>> numbers;
  std::vector<std::span<Entry>> entries;
};

/// Collects the text of one part, and waits for the part's turn to give it out.
class Sorter::Output {
 public:
  Output(std::size_t part, char delimiter, const Shape& shape, Turnstile& turnstile,
         const std::function<void(std::string_view)>& write)
      : part_(part), delimiter_(delimiter), shape_(shape), turnstile_(turnstile), write_(write) {}

  void add(std::string_view record, const Entry& entry) {
    const std::size_t origin_bytes = shape_.with_origins ? sizeof(Origin) : 0;
    char* to = room(origin_bytes + record.size() + 1);
    if (shape_.with_origins) {
      const Origin origin = RecordStore::origin_at(address_of(entry));
      std::memcpy(to, &origin, sizeof origin);
      to += sizeof origin;
      used_ += sizeof origin;
    }
    std::memcpy(to, record.data(), record.size());
    to[record.size()] = delimiter_;
    used_ += record.size() + 1;
  }

  void add_number(std::int64_t number) {
    char* const to = room(canonical_bytes_max + 8);
    char* const end = format_canonical(number, to);
    *end = delimiter_;
    used_ += static_cast<std::size_t>(end - to) + 1;
  }

  void finish() {
    give_out();
    if (is_our_turn()) turnstile_.leave(part_);
  }

 private:
  char* room(std::size_t bytes) {
    if (used_ + bytes > capacity_) {
      give_out();
      if (bytes > capacity_) {
        capacity_ = std::max(bytes, shape_.bytes);
        buffer_ = std::make_unique_for_overwrite<char[]>(capacity_);
      }
    }
    return buffer_.get() + used_;
  }

  void give_out() {
    if (used_ > 0 && is_our_turn()) write_({buffer_.get(), used_});
    used_ = 0;
  }

  bool is_our_turn() {
    if (!entered_) entered_ = turnstile_.enter(part_);
    return entered_;
  }

  std::size_t part_;
  char delimiter_;
  const Shape& shape_;
  Turnstile& turnstile_;
  const std::function<void(std::string_view)>& write_;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t used_ = 0;
  bool entered_ = false;
};

Sorter::Sorter(const Order& order, char delimiter, std::size_t threads, std::uint64_t sequence)
    : comparison_(order),
      delimiter_(delimiter),
      threads_(threads),
      sequence_(sequence),
      store_(comparison_.needs_origin()),
      background_(std::max<std::size_t>(threads, 2) - 1) {}

std::size_t Sorter::add(std::string_view records, std::uint64_t source) {
  return comparison_.is_plain_numeric() ? add_numeric(records, source)
                                        : add_others(records, source);
}

std::size_t Sorter::add_others(std::string_view records, std::uint64_t source) {
  return record::for_each(records, delimiter_,
                          [&](std::string_view record) { add_record(record, source); });
}

std::size_t Sorter::add_numeric(std::string_view records, std::uint64_t source) {
  std::size_t count = 0;
  std::int64_t number = 0;
  while (records.size() >= parse_bytes) {
    const std::size_t bytes = parse_canonical(records.data(), delimiter_, number);
    if (bytes > 0) {
      add_number(number);
      records.remove_prefix(bytes + 1);
    } else {
      const std::size_t other_bytes = std::min(records.find(delimiter_), records.size() - 1);
      add_record(records.substr(0, other_bytes), source);
      records.remove_prefix(other_bytes + 1);
    }
    ++count;
  }
  // Too close to the end to be read in whole words: from a copy with room behind it.
  char copy[2 * parse_bytes] = {};
  std::memcpy(copy, records.data(), records.size());
  for (std::size_t at = 0; at < records.size(); ++count) {
    const std::string_view rest(copy + at, records.size() - at);
    const std::size_t bytes = std::min(rest.find(delimiter_), rest.size() - 1);
    if (parse_canonical(copy + at, delimiter_, number) == bytes && bytes > 0)
      add_number(number);
    else
      add_record(rest.substr(0, bytes), source);
    at += bytes + 1;
  }
  return count;
}

void Sorter::add_record(std::string_view record, std::uint64_t source) {
  const char* const address = store_.add(record, {source, sequence_++});
  // The prefix comes from our copy: the original may change under us.
  entries_.push(make_entry(comparison_.prefix(RecordStore::record_at(address)), address),
                [this](std::span<Entry> run) {
                  background_.start([this, run] { sort_entries(run, comparison_); });
                });
}

void Sorter::add_number(std::int64_t number) {
  numbers_.push(comparison_.prefix_of_integer(number), [this](std::span<std::uint64_t> run) {
    background_.start([run] { vqsort(run); });
  });
}

void Sorter::finish_runs() {
  // The last run of each kind is sorted right here: a small run needs no thread at all.
  numbers_.seal([](std::span<std::uint64_t> run) { vqsort(run); });
  entries_.seal([this](std::span<Entry> run) { sort_entries(run, comparison_); });
  background_.wait();
}

std::vector<std::uint64_t> Sorter::bounds() const {
  std::vector<std::uint64_t> samples;
  sample(numbers_, samples);
  sample(entries_, samples);
  std::sort(samples.begin(), samples.end());
  constexpr std::size_t step = part_records / sample_stride;
  std::vector<std::uint64_t> bounds{0};
  for (std::size_t i = step; i < samples.size(); i += step)
    if (samples[i] != bounds.back()) bounds.push_back(samples[i]);
  return bounds;
}

void Sorter::release(const std::function<void(std::string_view)>& write, const Shape& shape) {
  finish_runs();
  const std::vector<std::uint64_t> starts = bounds();
  Turnstile turnstile;
  in_parallel(threads_, starts.size(), turnstile, [&](std::size_t index) {
    const std::uint64_t* const last = index + 1 < starts.size() ? &starts[index + 1] : nullptr;
    Part part;
    for (const auto run : numbers_.runs())
      if (const auto share = share_of(run, starts[index], last); !share.empty())
        part.numbers.push_back(share);
    for (const auto run : entries_.runs())
      if (const auto share = share_of(run, starts[index], last); !share.empty())
        part.entries.push_back(share);
    Output output(index, delimiter_, shape, turnstile, write);
    release_part(part, output);
    output.finish();
  });
}

void Sorter::release_part(const Part& part, Output& output) const {
  if (part.entries.empty())
    release_numbers(part, output);
  else
    release_mixed(part, output);
}

// Numbers that tie are the same bytes, so sorting the shares once more, in cache, is as good as
// merging them, and takes no longer however many runs there are.
void Sorter::release_numbers(const Part& part, Output& output) const {
  const auto put = [&](std::span<const std::uint64_t> prefixes) {
    for (const std::uint64_t prefix : prefixes)
      output.add_number(comparison_.integer_of_prefix(prefix));
  };
  std::uint64_t least = ~std::uint64_t{0};
  std::uint64_t most = 0;
  std::size_t count = 0;
  for (const auto share : part.numbers) {
    least = std::min(least, share.front());
    most = std::max(most, share.back());
    count += share.size();
  }
  // A part can be large only if all of it is one number many times over: then there is no order to
  // find, and no memory to spend.
  if (part.numbers.size() == 1 || least == most) {
    for (const auto share : part.numbers) put(share);
    return;
  }
  std::vector<std::uint64_t> merged;
  merged.reserve(count);
  for (const auto share : part.numbers) merged.insert(merged.end(), share.begin(), share.end());
  vqsort(merged);
  put(merged);
}

void Sorter::release_mixed(const Part& part, Output& output) const {
  std::vector<std::span<const Entry>> runs(part.entries.begin(), part.entries.end());
  std::vector<std::vector<Entry>> numbers;  // the shares of numbers, as entries without address
  numbers.reserve(part.numbers.size());
  for (const auto share : part.numbers) {
    std::vector<Entry>& entries = numbers.emplace_back();
    entries.reserve(share.size());
    for (const std::uint64_t prefix : share) entries.push_back(make_entry(prefix, nullptr));
    runs.emplace_back(entries);
  }
  EntryText text(comparison_);
  EntryText text_of_last(comparison_);
  std::optional<Entry> last;  // released; records that compare equal have equal prefixes: one part
  for (Merge merge(std::move(runs), comparison_); !merge.is_done(); merge.pop()) {
    const std::string_view record = text(merge.front());
    if (comparison_.is_unique()) {
      if (last && last->hi == merge.front().hi &&
          comparison_.compare(text_of_last(*last), record) == 0)
        continue;
      last = merge.front();
    }
    output.add(record, merge.front());
  }
}

std::size_t Sorter::memory_bytes() const {
  return store_.memory_bytes() + numbers_.memory_bytes() + entries_.memory_bytes();
}

}  // namespace muster::order
