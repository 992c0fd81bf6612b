// More than memory holds: sorted runs on disk, merged by a tournament.
//
// A run holds records as they are printed, each with its delimiter, and with its origin before it
// if the order needs that for ties. Prefixes are not stored: making them again takes less time than
// reading them would.

#include "spill/bounded_sorter.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "order/tournament.h"

namespace muster::spill {
namespace {

/// Blocks of runs, and the pieces that a merge gives out. Small, since a merge holds one of each
/// run.
constexpr std::size_t block_bytes = std::size_t{128} << 10U;

/// So many runs are merged at a time; each holds a block and its compressed form.
constexpr std::size_t runs_max = 64;

/// The records of a run, one in front at a time.
class Cursor {
 public:
  Cursor(os::Fd run, const order::Comparison& comparison, record::Framing framing)
      : reader_(std::move(run)), comparison_(comparison), framing_(framing) {
    pop();
  }

  [[nodiscard]] bool is_done() const { return is_done_; }
  [[nodiscard]] const order::Prefix& prefix() const { return prefix_; }
  [[nodiscard]] std::string_view record() const { return record_; }
  [[nodiscard]] const order::Origin& origin() const { return origin_; }

  void pop() {
    if (block_.empty()) block_ = reader_.next();
    if (block_.empty()) {
      is_done_ = true;
      return;
    }
    if (comparison_.needs_origin()) {
      if (block_.size() < sizeof origin_) throw DamagedRun("a temporary file is damaged: a record");
      std::memcpy(&origin_, block_.data(), sizeof origin_);
      block_.remove_prefix(sizeof origin_);
    }
    // What is in a block was checked, so it holds whole records.
    record_ = framing_.first(block_);
    block_.remove_prefix(record_.size() + framing_.delimiter_bytes());
    prefix_ = comparison_.prefix(record_);
  }

 private:
  RunReader reader_;
  const order::Comparison& comparison_;
  record::Framing framing_;
  std::string_view block_;  // what is left of it
  std::string_view record_;
  order::Origin origin_;
  order::Prefix prefix_;
  bool is_done_ = false;
};

/// Chunks small enough that some of them are the whole budget.
std::size_t chunk_bytes(const BoundedSorter::Limits& limits) {
  constexpr std::size_t least = std::size_t{256} << 10U;
  return std::clamp(limits.memory_bytes / 16, least, order::Sorter::usual_chunk_bytes);
}

}  // namespace

BoundedSorter::BoundedSorter(order::Order order, record::Framing framing, Limits limits)
    : order_(std::move(order)),
      comparison_(order_),
      framing_(framing),
      limits_(std::move(limits)),
      sorter_(std::make_unique<order::Sorter>(order_, framing, limits_.threads, 0,
                                              chunk_bytes(limits_))) {}

std::size_t BoundedSorter::add(std::string_view records, std::uint64_t source) {
  const std::size_t count = sorter_->add(records, source);
  if (sorter_->memory_bytes() > limits_.memory_bytes) spill();
  return count;
}

void BoundedSorter::spill() {
  if (!folder_) folder_ = std::make_unique<Folder>(limits_.folder);
  RunWriter writer(*folder_);
  sorter_->release([&](std::string_view block) { writer.write(block); },
                   {comparison_.needs_origin(), block_bytes});
  add_run(writer.finish(), 0);
  const std::uint64_t sequence = sorter_->sequence();
  sorter_.reset();  // before the next one takes memory
  sorter_ = std::make_unique<order::Sorter>(order_, framing_, limits_.threads, sequence,
                                            chunk_bytes(limits_));
}

void BoundedSorter::add_run(os::Fd run, std::size_t level) {
  if (level == runs_.size()) runs_.emplace_back();
  runs_[level].push_back(std::move(run));
  if (runs_[level].size() < runs_max) return;
  RunWriter writer(*folder_);
  merge(
      std::exchange(runs_[level], {}), [&](std::string_view block) { writer.write(block); },
      comparison_.needs_origin());
  add_run(writer.finish(), level + 1);
}

void BoundedSorter::release(const std::function<void(std::string_view)>& write) {
  if (runs_.empty()) return sorter_->release(write);
  spill();
  sorter_.reset();
  std::vector<os::Fd> all;
  for (std::vector<os::Fd>& level : runs_)
    std::move(level.begin(), level.end(), std::back_inserter(all));
  merge(std::move(all), write, /*with_origins=*/false);
}

void BoundedSorter::merge(std::vector<os::Fd> runs,
                          const std::function<void(std::string_view)>& write, bool with_origins) {
  std::vector<Cursor> cursors;
  cursors.reserve(runs.size());
  for (os::Fd& run : runs) cursors.emplace_back(std::move(run), comparison_, framing_);

  const auto comes_first = [&](std::size_t a, std::size_t b) {
    const Cursor& x = cursors[a];
    const Cursor& y = cursors[b];
    if (x.is_done() || y.is_done()) return !x.is_done();
    if (x.prefix() != y.prefix()) return x.prefix() < y.prefix();
    const int result = comparison_.compare_tied(x.record(), y.record(), x.prefix());
    if (result != 0) return result < 0;
    return comparison_.needs_origin() ? x.origin() < y.origin() : a < b;
  };
  order::Tournament tournament(cursors.size(), comes_first);

  std::string out;
  std::string last;  // released, if only the first of equal records is wanted
  bool has_last = false;
  for (Cursor* front = &cursors[tournament.winner()]; !front->is_done();
       tournament.replay(), front = &cursors[tournament.winner()]) {
    const std::string_view record = front->record();
    const bool is_repeated =
        comparison_.is_unique() && has_last && comparison_.compare(last, record) == 0;
    if (!out.empty() && out.size() + record.size() >= block_bytes) {
      write(out);
      out.clear();
    }
    if (!is_repeated) {
      if (with_origins)
        out.append(reinterpret_cast<const char*>(&front->origin()), sizeof(order::Origin));
      out += record;
      if (!framing_.is_of_size()) out += framing_.delimiter();
      if (comparison_.is_unique()) {
        last = record;
        has_last = true;
      }
    }
    front->pop();
  }
  if (!out.empty()) write(out);
}

}  // namespace muster::spill
