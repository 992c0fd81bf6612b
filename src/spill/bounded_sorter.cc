// More than memory holds: sorted runs on disk, merged by a tournament.
//
// A run holds records as they are printed, each with its delimiter, and with its origin before it
// if the order needs that for ties. Prefixes are not stored: making them again takes less time than
// reading them would.

#include "spill/bounded_sorter.h"

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
  Cursor(os::Fd run, const order::Comparison& comparison, char delimiter)
      : reader_(std::move(run)), comparison_(comparison), delimiter_(delimiter) {
    pop();
  }

  [[nodiscard]] bool is_done() const { return is_done_; }
  [[nodiscard]] std::uint64_t prefix() const { return prefix_; }
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
    const std::size_t bytes = block_.find(delimiter_);
    if (bytes == std::string_view::npos) throw DamagedRun("a temporary file is damaged: a record");
    record_ = block_.substr(0, bytes);
    block_.remove_prefix(bytes + 1);
    prefix_ = comparison_.prefix(record_);
  }

 private:
  RunReader reader_;
  const order::Comparison& comparison_;
  char delimiter_;
  std::string_view block_;  // what is left of it
  std::string_view record_;
  order::Origin origin_;
  std::uint64_t prefix_ = 0;
  bool is_done_ = false;
};

}  // namespace

BoundedSorter::BoundedSorter(order::Order order, char delimiter, Limits limits)
    : order_(std::move(order)),
      comparison_(order_),
      delimiter_(delimiter),
      limits_(std::move(limits)),
      sorter_(std::make_unique<order::Sorter>(order_, delimiter, limits_.threads)) {}

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
  sorter_ = std::make_unique<order::Sorter>(order_, delimiter_, limits_.threads, sequence);
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
  for (os::Fd& run : runs) cursors.emplace_back(std::move(run), comparison_, delimiter_);

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
      out += delimiter_;
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
