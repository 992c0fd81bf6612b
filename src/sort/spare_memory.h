#ifndef MUSTER_SORT_SPARE_MEMORY_H
#define MUSTER_SORT_SPARE_MEMORY_H

#include <cstddef>
#include <map>
#include <mutex>
#include <utility>

#include "os/mapping.h"

namespace muster::sort {

/// Memory that is needed no more, to be used again: to touch new memory takes longer. For any
/// thread.
class SpareMemory {
 public:
  /// At least `bytes`: of what was given the smallest that is large enough, or new.
  os::Mapping take(std::size_t bytes) {
    {
      const std::lock_guard lock(mutex_);
      const auto found = memory_.lower_bound(bytes);
      if (found != memory_.end()) return std::move(memory_.extract(found).mapped());
    }
    return os::Mapping::memory(bytes);
  }

  /// What is unusually large is not kept.
  void give(os::Mapping memory) {
    if (!memory || memory.bytes() > kept_bytes_max) return;
    const std::lock_guard lock(mutex_);
    const std::size_t bytes = memory.bytes();
    memory_.emplace(bytes, std::move(memory));
  }

 private:
  static constexpr std::size_t kept_bytes_max = std::size_t{10} << 20U;

  std::mutex mutex_;
  std::multimap<std::size_t, os::Mapping> memory_;  // by size
};

}  // namespace muster::sort

#endif
