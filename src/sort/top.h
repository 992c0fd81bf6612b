#ifndef MUSTER_SORT_TOP_H
#define MUSTER_SORT_TOP_H

#include <atomic>
#include <cstdint>
#include <span>

#include "key/prefix.h"
#include "record/head.h"

namespace muster::sort {

/// How many of the first records are wanted, and what is known of the last of them: threads that
/// sort one part each tell it what they find, and so spare the others records that come after it.
class Top {
 public:
  explicit Top(std::uint64_t records = record::every) : records_(records) {}

  /// Whether no record with this prefix is wanted.
  [[nodiscard]] bool excludes(const key::Prefix& prefix) const { return prefix.high > cutoff_; }
  /// Whether excludes() says so of any.
  [[nodiscard]] bool excludes_any() const { return cutoff_ != none; }

  /// Those of `sorted` that may be wanted. prefix_of(one) gives the prefix.
  template <typename One, typename PrefixOf>
  std::span<One> first(std::span<One> sorted, PrefixOf&& prefix_of) {
    if (sorted.size() < records_ || records_ == 0) return sorted;
    sorted = sorted.first(records_);
    lower(prefix_of(sorted.back()).high);
    return sorted;
  }

 private:
  static constexpr std::uint64_t none = ~std::uint64_t{0};

  void lower(std::uint64_t last) {
    std::uint64_t before = cutoff_;
    while (last < before && !cutoff_.compare_exchange_weak(before, last)) {
    }
  }

  std::uint64_t records_;
  std::atomic<std::uint64_t> cutoff_ = none;  // the first word of a prefix
};

}  // namespace muster::sort

#endif
