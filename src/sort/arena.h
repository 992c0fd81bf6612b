#ifndef MUSTER_SORT_ARENA_H
#define MUSTER_SORT_ARENA_H

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <span>
#include <vector>

#include "os/mapping.h"

namespace muster::sort {

/// Memory for what lives as long as this does: taken from the kernel in large pieces, so that it
/// can have huge pages, and given out to the byte. For any thread.
class Arena {
 public:
  /// Room for `count` values of T, which must be plain data.
  template <typename T>
  std::span<T> take(std::size_t count) {
    return {reinterpret_cast<T*>(take_bytes(count * sizeof(T))), count};
  }

 private:
  static constexpr std::size_t block_bytes = std::size_t{8} << 20U;
  static constexpr std::size_t alignment = 64;  // what vqsort likes

  char* take_bytes(std::size_t bytes) {
    bytes = (bytes + alignment - 1) / alignment * alignment;
    const std::lock_guard lock(mutex_);
    if (bytes > left_) {
      blocks_.push_back(os::Mapping::memory(std::max(bytes, block_bytes)));
      next_ = blocks_.back().data();
      left_ = blocks_.back().bytes();
    }
    char* const taken = next_;
    next_ += bytes;
    left_ -= bytes;
    return taken;
  }

  std::mutex mutex_;
  std::vector<os::Mapping> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace muster::sort

#endif
