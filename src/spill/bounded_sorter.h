#ifndef MUSTER_SPILL_BOUNDED_SORTER_H
#define MUSTER_SPILL_BOUNDED_SORTER_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "order/comparison.h"
#include "record/framing.h"
#include "record/head.h"
#include "sort/sorter.h"
#include "spill/run_stack.h"

namespace muster::spill {

/// An sort::Sorter that holds no more than a given amount of memory: what exceeds it goes to
/// temporary files as sorted runs, which are merged when the records are released.
class BoundedSorter {
 public:
  struct Limits {
    std::size_t memory_bytes = 0;      ///< for records
    std::vector<std::string> folders;  ///< for temporary files; looked at when one is needed
    std::size_t threads = 1;
    std::size_t merged_max = merged_max_default;  ///< runs on disk merged at a time, at least 2
    /// So many of the first records are wanted. Others may be released behind them, or be forgotten
    /// at once: no more memory is taken than some of these need.
    std::uint64_t top = record::every;
  };

  BoundedSorter(order::Order order, record::Framing framing, Limits limits);

  /// As sort::Sorter has them. Throws std::system_error when a temporary file cannot be written.
  std::size_t add(std::string_view records, std::uint64_t source);
  std::size_t add(os::Mapping memory, std::size_t bytes, std::uint64_t source);
  /// The same, each record behind its order::Origin if the order asks for that; throws
  /// DamagedRun if a temporary file has changed.
  void release(const std::function<void(std::string_view)>& write);

 private:
  /// A record that so many come before (or equal) as are wanted: none behind it is.
  struct Bar {
    key::Prefix prefix;
    std::string record;
  };

  std::size_t add_wanted(std::string_view records, std::uint64_t source);
  [[nodiscard]] bool is_behind_bar(std::string_view record) const;
  [[nodiscard]] std::unique_ptr<sort::Sorter> make_sorter(std::uint64_t sequence) const;
  void release_first(const std::function<void(std::string_view)>& write);
  void keep_first();
  void spill();

  order::Order order_;
  order::Comparison comparison_;
  record::Framing framing_;
  Limits limits_;
  std::unique_ptr<sort::Sorter> sorter_;
  std::uint64_t held_ = 0;  // records that the sorter has
  std::optional<Bar> bar_;
  std::unique_ptr<RunStack> runs_;  // what was spilled, if anything was
};

}  // namespace muster::spill

#endif
