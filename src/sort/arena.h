#ifndef MUSTER_SORT_ARENA_H
#define MUSTER_SORT_ARENA_H

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <span>
#include <vector>

#include "os/mapping.h"
#include "sort/spare_memory.h"

namespace muster::sort {

/// Memory for what lives until clear(): taken in large pieces, so that it can have huge pages, and
/// given out to the byte. For any thread.
class Arena {
 public:
  /// `spare` must outlive it.
  explicit Arena(SpareMemory& spare) : spare_(spare) {}

  /// Room for `count` values of T, which must be plain data.
  template <typename T>
  std::span<T> take(std::size_t count) {
    return {reinterpret_cast<T*>(take_bytes(count * sizeof(T))), count};
  }

  /// Nothing that was taken is needed any more.
  void clear() {
    const std::lock_guard lock(mutex_);
    for (os::Mapping& block : blocks_) spare_.give(std::move(block));
    blocks_.clear();
    left_ = 0;
  }

 private:
  static constexpr std::size_t block_bytes = std::size_t{8} << 20U;
  static constexpr std::size_t alignment = 64;  // what vqsort likes

  char* take_bytes(std::size_t bytes) {
    bytes = (bytes + alignment - 1) / alignment * alignment;
    const std::lock_guard lock(mutex_);
    if (bytes > left_) {
      blocks_.push_back(spare_.take(std::max(bytes, block_bytes)));
      next_ = blocks_.back().data();
      left_ = blocks_.back().bytes();
    }
    char* const taken = next_;
    next_ += bytes;
    left_ -= bytes;
    return taken;
  }

  SpareMemory& spare_;
  std::mutex mutex_;
  std::vector<os::Mapping> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace muster::sort

#endif
