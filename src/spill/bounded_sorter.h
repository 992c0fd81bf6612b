#ifndef MUSTER_SPILL_BOUNDED_SORTER_H
#define MUSTER_SPILL_BOUNDED_SORTER_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "event/event.h"
#include "order/order.h"
#include "os/mapping.h"
#include "record/framing.h"
#include "record/head.h"

namespace muster::spill {

/// How many runs on disk are merged at a time unless told otherwise: each takes a descriptor and
/// memory for its blocks.
inline constexpr std::size_t merged_max_default = 64;

/// A sort::Sorter that holds no more than a given amount of memory: what exceeds it goes to
/// temporary files as sorted runs, which are merged when the records are released.
class BoundedSorter {
 public:
  struct Limits {
    std::size_t memory_bytes = 0;      ///< for records
    std::vector<std::string> folders;  ///< for temporary files; used when one is needed
    std::size_t threads = 1;
    std::size_t merged_max = merged_max_default;  ///< runs on disk merged at a time, at least 2
    /// How many of the first records are wanted. Others may be released after them, or dropped at
    /// once: no more memory is taken than a few times this number of records needs.
    std::uint64_t top = record::every;
    event::Log log{};  ///< told of the work that takes long
  };

  BoundedSorter(order::Order order, record::Framing framing, Limits limits);
  ~BoundedSorter();
  BoundedSorter(const BoundedSorter&) = delete;
  BoundedSorter& operator=(const BoundedSorter&) = delete;

  /// As sort::Sorter does. Throws std::system_error when a temporary file cannot be written.
  std::size_t add(std::string_view records, std::uint64_t source);
  std::size_t add(os::Mapping memory, std::size_t bytes, std::uint64_t source);
  /// The same, each record after its order::Origin if the order asks for that; throws
  /// DamagedRun if a temporary file has changed.
  void release(const std::function<void(std::string_view)>& write);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace muster::spill

#endif
