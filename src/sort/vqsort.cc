// Highway's vqsort, compiled here for each instruction set, and the choice among them.
//
// Highway's own dispatch would do, but it lives in libhwy.so, which measures the clock for 3.7 ms
// whenever it is loaded (version 1.0.3): two processes a run, so twice what the rest of a small
// run takes. The headers need next to nothing of that library, so muster needs nothing.

#include "sort/vqsort.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sort/vqsort.cc"
// Below AVX2, two or four lanes gain too little over std::sort to be worth their compile time.
#define HWY_DISABLED_TARGETS \
  (HWY_SSSE3 | HWY_SSE4 | HWY_SVE | HWY_SVE_256 | HWY_SVE2 | HWY_SVE2_128)
#include <hwy/foreach_target.h>  // compiles what follows once for each target

// After foreach_target, and in this order: they are part of what is compiled again and again.
#include <hwy/contrib/sort/traits-inl.h>
#include <hwy/contrib/sort/traits128-inl.h>
#include <hwy/contrib/sort/vqsort-inl.h>

HWY_BEFORE_NAMESPACE();
namespace muster::sort::HWY_NAMESPACE {

#if HWY_TARGET == HWY_EMU128 || HWY_TARGET == HWY_SCALAR

inline void sort_words(std::span<std::uint64_t> values) {
  std::sort(values.begin(), values.end());
}
inline void sort_pairs(std::span<hwy::uint128_t> values) {
  std::sort(values.begin(), values.end(),
            [](const auto& a, const auto& b) { return a.hi != b.hi ? a.hi < b.hi : a.lo < b.lo; });
}

#else

namespace vector = hwy::HWY_NAMESPACE;

inline void sort_words(std::span<std::uint64_t> values) {
  using Ascending = vector::detail::OrderAscending<std::uint64_t>;
  const vector::detail::SharedTraits<vector::detail::TraitsLane<Ascending>> traits;
  vector::Sort(vector::SortTag<std::uint64_t>(), traits, values.data(), values.size(),
               static_cast<std::uint64_t*>(nullptr));
}

inline void sort_pairs(std::span<hwy::uint128_t> values) {
  using Ascending = vector::detail::OrderAscending128;
  const vector::detail::SharedTraits<vector::detail::Traits128<Ascending>> traits;
  vector::Sort(vector::SortTag<std::uint64_t>(), traits,
               reinterpret_cast<std::uint64_t*>(values.data()), values.size() * 2,
               static_cast<std::uint64_t*>(nullptr));
}

#endif

}  // namespace muster::sort::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

// The two functions that the headers leave to the library. A failed assertion of theirs (they have
// some in debug builds):
void hwy::Abort(const char* file, int line, const char* format, ...) {
  std::va_list arguments;
  va_start(arguments, format);
  (void)std::fprintf(stderr, "%s:%d: ", file, line);
  (void)std::vfprintf(stderr, format, arguments);
  va_end(arguments);
  std::abort();
}

// And 24 bytes to seed the choice of pivots.
// They need not be secret (a chosen input can only make vqsort fall back to its heap sort), and the
// same ones every time make a run repeatable.
void hwy::Sorter::Fill24Bytes(const void* /*seed*/, std::size_t /*seed_count*/, void* bytes) {
  constexpr std::uint64_t digits_of_pi[] = {0x243F6A8885A308D3, 0x13198A2E03707344,
                                            0xA4093822299F31D0};
  static_assert(sizeof digits_of_pi == 24);
  std::memcpy(bytes, digits_of_pi, sizeof digits_of_pi);
}

namespace muster::sort {

VectorTarget best_vector_target() {
#if HWY_ARCH_X86
  static const VectorTarget best = [] {
    // Every processor with AVX2 also has F16C, which clang cannot ask for.
    const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                          __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                          __builtin_cpu_supports("aes") && __builtin_cpu_supports("pclmul");
    const bool has_avx512 =
        __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
    if (!has_avx2) return VectorTarget::baseline;
    return has_avx512 ? VectorTarget::avx512 : VectorTarget::avx2;
  }();
  return best;
#else
  return VectorTarget::baseline;
#endif
}

void vqsort(std::span<std::uint64_t> values, VectorTarget target) {
  if (values.size() < 2) return;  // vqsort wants at least one value
#if HWY_ARCH_X86
  if (target == VectorTarget::avx512) return N_AVX3::sort_words(values);
  if (target == VectorTarget::avx2) return N_AVX2::sort_words(values);
#endif
  HWY_STATIC_DISPATCH(sort_words)(values);
}

void vqsort(std::span<hwy::uint128_t> values, VectorTarget target) {
  if (values.size() < 2) return;  // vqsort wants at least one value
#if HWY_ARCH_X86
  if (target == VectorTarget::avx512) return N_AVX3::sort_pairs(values);
  if (target == VectorTarget::avx2) return N_AVX2::sort_pairs(values);
#endif
  HWY_STATIC_DISPATCH(sort_pairs)(values);
}

}  // namespace muster::sort
#endif
