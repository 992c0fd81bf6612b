#ifndef MUSTER_SORT_VQSORT_H
#define MUSTER_SORT_VQSORT_H

#include <cstdint>
#include <span>

#include <hwy/base.h>

namespace muster::sort {

/// The instruction sets that vqsort is compiled for, narrowest first.
enum class VectorTarget {
  baseline,  ///< what the compiler may use without asking the processor
  avx2,
  avx512,
};

/// The widest that this machine can use.
VectorTarget best_vector_target();

/// Sorts upwards. Not stable. Concurrent calls on disjoint memory are safe.
void vqsort(std::span<std::uint64_t> values, VectorTarget target = best_vector_target());
void vqsort(std::span<hwy::uint128_t> values, VectorTarget target = best_vector_target());

}  // namespace muster::sort

#endif
