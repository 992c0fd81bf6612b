#ifndef MUSTER_ORDER_RUNS_H
#define MUSTER_ORDER_RUNS_H

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "os/mapping.h"

namespace muster::order {

/// A growing collection of runs of T in private memory: values are pushed into the open run, and
/// when it is full it is sealed and given away to be sorted.
template <typename T>
class Runs {
 public:
  /// 8 MiB of values: large enough that the final merge has few runs to look at, small enough
  /// that the last one, which nothing else can hide, is sorted in a few milliseconds.
  static constexpr std::size_t run_bytes = std::size_t{8} << 20U;
  static constexpr std::size_t run_length = run_bytes / sizeof(T);

  /// Adds a value. Calls sealed(span) when that fills a run; the span stays valid, and its
  /// values may be moved about, as long as this object lives.
  template <typename Sealed>
  void push(const T& value, Sealed&& sealed) {
    if (next_ == end_) open();
    *next_++ = value;
    if (next_ == end_) seal(sealed);
  }

  /// Seals the open run, if anything is in it.
  template <typename Sealed>
  void seal(Sealed&& sealed) {
    if (next_ == nullptr) return;
    T* const first = reinterpret_cast<T*>(memory_.back().data());
    runs_.emplace_back(first, next_);
    next_ = end_ = nullptr;
    sealed(runs_.back());
  }

  /// The sealed runs.
  [[nodiscard]] const std::vector<std::span<T>>& runs() const { return runs_; }
  /// The memory that is used; what is only reserved costs nothing.
  [[nodiscard]] std::size_t memory_bytes() const {
    return memory_.size() * run_bytes - static_cast<std::size_t>(end_ - next_) * sizeof(T);
  }

 private:
  void open() {
    memory_.push_back(os::Mapping::memory(run_bytes));
    next_ = reinterpret_cast<T*>(memory_.back().data());
    end_ = next_ + run_length;
  }

  std::vector<os::Mapping> memory_;
  std::vector<std::span<T>> runs_;
  T* next_ = nullptr;  // in the open run, which is the last of memory_; null when none is open
  T* end_ = nullptr;
};

}  // namespace muster::order

#endif
