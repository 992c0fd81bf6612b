#include "spill/run_index.h"

#include <cstring>
#include <utility>

#include "spill/block.h"

namespace muster::spill {
namespace {

/// Of the memory of an index, the share that one record may take.
constexpr std::size_t share_max = 64;

}  // namespace

SplitOrder::Record SplitOrder::first(std::string_view block) const {
  const std::size_t before = has_origins_ ? sizeof(order::Origin) : 0;
  if (block.size() <= before) throw DamagedRun("a temporary file is damaged: half a record");
  Record record;
  std::memcpy(&record.origin, block.data(), before);
  record.keyed.record = framing_.first(block.substr(before));
  record.keyed.prefix = comparison_->prefix(record.keyed.record);
  record.bytes = before + record.keyed.record.size() + framing_.delimiter_bytes();
  return record;
}

Splitter SplitOrder::splitter_at(std::string_view block) const {
  const Record record = first(block);
  return {record.keyed.prefix, std::string(record.keyed.record), record.origin};
}

bool SplitOrder::comes_before(const order::Keyed& a, const order::Origin& a_origin,
                              const Splitter& b) const {
  const int result = comparison_->compare(a, {b.prefix, b.record});
  if (result != 0) return result < 0;
  return has_origins_ && !comparison_->is_unique() && a_origin < b.origin;
}

bool SplitOrder::comes_before(const Splitter& a, const Splitter& b) const {
  return comes_before({a.prefix, a.record}, a.origin, b);
}

std::size_t SplitOrder::bytes_before(const Splitter& splitter, std::string_view block) const {
  std::size_t bytes = 0;
  while (bytes < block.size()) {
    const Record record = first(block.substr(bytes));
    if (!comes_before(record.keyed, record.origin, splitter)) return bytes;
    bytes += record.bytes;
  }
  return block.size();
}

void RunIndex::add(std::string_view block, BlockPlace place) {
  if (blocks_++ % interval_ != 0) return;
  Entry entry{place, order_.splitter_at(block)};
  if (entry.first.record.size() > bytes_max_ / share_max) return;
  bytes_ += bytes_of(entry);
  entries_.push_back(std::move(entry));
  if (bytes_ <= bytes_max_) return;
  std::size_t kept = 0;
  bytes_ = 0;
  for (std::size_t i = 0; i < entries_.size(); i += 2) {
    bytes_ += bytes_of(entries_[i]);
    std::swap(entries_[kept++], entries_[i]);
  }
  entries_.resize(kept);
  interval_ *= 2;
}

}  // namespace muster::spill
