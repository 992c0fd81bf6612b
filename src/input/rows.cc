// Combinations are counted, not made: the number of the next one says, as digits in a mixed radix,
// which input of each source is in it.

#include "input/rows.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace muster::input {

Rows::Rows(Inputs inputs) : separator_(inputs.column_separator), rows_max_(inputs.rows_max) {
  std::vector<std::vector<Stream>> groups;
  for (Source& source : inputs.sources) {
    if (!source.is_linked || groups.empty()) groups.emplace_back();
    groups.back().emplace_back(std::move(source), inputs.ends_with_nul ? '\0' : '\n');
  }
  std::string value;
  for (auto& group : groups)
    for (Stream& stream : group)
      if (inputs.has_names && stream.await(value)) separator_.split(value, names_);
  outer_ = std::move(groups.front());
  for (auto group = std::next(groups.begin()); group != groups.end(); ++group) hold(*group);
  find_count();
}

void Rows::hold(std::vector<Stream>& streams) {
  Held& held = inner_.emplace_back();
  held.lists.resize(streams.size());
  std::string value;
  for (std::size_t i = 0; i < streams.size(); ++i)
    while (streams[i].await(value)) held.lists[i].add(value);
  held.count =
      std::min_element(held.lists.begin(), held.lists.end(), [](const auto& a, const auto& b) {
        return a.size() < b.size();
      })->size();
  if (__builtin_mul_overflow(inner_count_, held.count, &inner_count_))
    throw std::runtime_error("too many combinations of inputs");
}

void Rows::take_all() {
  for (Stream& stream : outer_) stream.read_all();
  find_count();
}

/// Before the first row is taken.
void Rows::find_count() {
  std::optional<std::uint64_t> fewest;
  for (const Stream& stream : outer_) {
    const auto left = stream.left();
    if (!left) return;
    fewest = std::min(fewest.value_or(*left), *left);
  }
  std::uint64_t combinations = 0;
  if (__builtin_mul_overflow(*fewest, inner_count_, &combinations))
    throw std::runtime_error("too many combinations of inputs");
  count_ = combinations / rows_max_ + (combinations % rows_max_ != 0 ? 1 : 0);
}

Next Rows::next(Row& row) {
  for (; unfinished_rows_ < rows_max_; ++unfinished_rows_) {
    const Next next = next_combination();
    if (next == Next::later) return next;
    if (next == Next::given) continue;
    if (unfinished_rows_ > 0) break;
    count_ = given_;
    return Next::none;
  }
  row = std::exchange(unfinished_, {});
  unfinished_rows_ = 0;
  ++given_;
  return Next::given;
}

/// Appends the next combination to the row.
Next Rows::next_combination() {
  if (inner_count_ == 0) return Next::none;
  if (inner_next_ == 0)
    if (const Next next = next_outer(); next != Next::given) return next;
  for (const std::string& value : values_) separator_.split(value, unfinished_);
  std::uint64_t below = inner_count_;  // combinations of the sources that vary faster
  for (const Held& held : inner_) {
    below /= held.count;
    for (const Values& list : held.lists)
      separator_.split(list[inner_next_ / below % held.count], unfinished_);
  }
  if (++inner_next_ == inner_count_) {
    inner_next_ = 0;
    values_.clear();
  }
  return Next::given;
}

/// Takes the next value of each outer source.
Next Rows::next_outer() {
  std::string value;
  while (values_.size() < outer_.size()) {
    Stream& stream = outer_[values_.size()];
    const Next next = stream.next(value);
    if (next == Next::later) awaited_ = &stream.fd();
    if (next != Next::given) return next;
    values_.push_back(std::move(value));
  }
  return Next::given;
}

}  // namespace muster::input
