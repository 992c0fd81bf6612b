#include "sort/vqsort.h"

#include <algorithm>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace muster::sort {
namespace {

/// Every target that this machine has, so that the narrow ones are tested on a wide machine too.
class Vqsort : public testing::TestWithParam<VectorTarget> {
 protected:
  void SetUp() override {
    if (GetParam() > best_vector_target()) GTEST_SKIP() << "this machine has no such vectors";
  }
};

INSTANTIATE_TEST_SUITE_P(Targets, Vqsort,
                         testing::Values(VectorTarget::baseline, VectorTarget::avx2,
                                         VectorTarget::avx512),
                         [](const auto& tested) {
                           switch (tested.param) {
                             case VectorTarget::baseline:
                               return "Baseline";
                             case VectorTarget::avx2:
                               return "Avx2";
                             case VectorTarget::avx512:
                               return "Avx512";
                           }
                           return "";
                         });

TEST_P(Vqsort, SortsWords) {
  std::mt19937_64 random(1);
  for (const std::size_t size : {0, 1, 2, 7, 8, 9, 63, 64, 65, 1000, 65'536, 100'003}) {
    for (const std::uint64_t distinct : {std::uint64_t{1}, std::uint64_t{3}, ~std::uint64_t{0}}) {
      std::vector<std::uint64_t> values(size);
      for (auto& value : values) value = random() % distinct;
      std::vector<std::uint64_t> expected = values;
      std::sort(expected.begin(), expected.end());
      vqsort(std::span(values), GetParam());
      ASSERT_EQ(values, expected) << size << ' ' << distinct;
    }
  }
}

TEST_P(Vqsort, SortsPairsByTheUpperWordFirst) {
  std::mt19937_64 random(2);
  for (const std::size_t size : {0, 1, 2, 7, 8, 9, 63, 64, 65, 1000, 65'536, 100'003}) {
    std::vector<hwy::uint128_t> values(size);
    for (auto& value : values) {
      value.hi = random() % 1000;
      value.lo = random();
    }
    auto expected = values;
    std::sort(expected.begin(), expected.end(), [](const auto& a, const auto& b) {
      return a.hi != b.hi ? a.hi < b.hi : a.lo < b.lo;
    });
    vqsort(std::span(values), GetParam());
    for (std::size_t i = 0; i < size; ++i) {
      ASSERT_EQ(values[i].hi, expected[i].hi);
      ASSERT_EQ(values[i].lo, expected[i].lo);
    }
  }
}

}  // namespace
}  // namespace muster::sort
