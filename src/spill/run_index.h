#ifndef MUSTER_SPILL_RUN_INDEX_H
#define MUSTER_SPILL_RUN_INDEX_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "order/comparison.h"
#include "order/origin.h"
#include "record/framing.h"

namespace muster::spill {

/// Where a block of a run begins.
struct BlockPlace {
  std::uint64_t offset = 0;            ///< in the file
  std::uint64_t raw_bytes_before = 0;  ///< the size of the blocks before it
};

/// A record at which runs are split: what comes before it is on one side, it and what comes after
/// it on the other. Records that are the same bytes, or of which only the first is wanted, are all
/// on one side.
struct Splitter {
  key::Prefix prefix;
  std::string record;
  order::Origin origin;  ///< if the runs have it
};

/// How records, as they stand in runs, lie to splitters.
class SplitOrder {
 public:
  /// Whether an origin stands before each record, which then decides between those that compare
  /// equal. `comparison` must outlive it.
  SplitOrder(const order::Comparison& comparison, record::Framing framing, bool has_origins)
      : comparison_(&comparison), framing_(framing), has_origins_(has_origins) {}

  /// The first record of a block as a splitter.
  [[nodiscard]] Splitter splitter_at(std::string_view block) const;
  [[nodiscard]] bool comes_before(const Splitter& a, const Splitter& b) const;
  /// How many bytes of a block, whose records are in order, come before the splitter.
  [[nodiscard]] std::size_t bytes_before(const Splitter& splitter, std::string_view block) const;

 private:
  struct Record {
    order::Keyed keyed;
    order::Origin origin;
    std::size_t bytes = 0;  // that it takes in the block, origin and delimiter included
  };

  [[nodiscard]] Record first(std::string_view block) const;
  [[nodiscard]] bool comes_before(const order::Keyed& a, const order::Origin& a_origin,
                                  const Splitter& b) const;

  const order::Comparison* comparison_;
  record::Framing framing_;
  bool has_origins_;
};

/// The records that blocks of a run begin with, so that a part of it is found without reading the
/// rest. Once they take more memory than they may, every other one is forgotten.
class RunIndex {
 public:
  struct Entry {
    BlockPlace place;
    Splitter first;
  };

  RunIndex(const SplitOrder& order, std::size_t bytes_max) : order_(order), bytes_max_(bytes_max) {}

  /// The next block, and where it begins. A long record is left out.
  void add(std::string_view block, BlockPlace place);

  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

 private:
  static std::size_t bytes_of(const Entry& entry) {
    return sizeof entry + entry.first.record.capacity();
  }

  SplitOrder order_;
  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::vector<Entry> entries_;
  std::size_t interval_ = 1;  // every how many blocks there is an entry
  std::size_t blocks_ = 0;
};

}  // namespace muster::spill

#endif
