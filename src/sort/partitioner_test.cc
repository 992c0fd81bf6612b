#include "sort/partitioner.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace muster::sort {
namespace {

/// Sorted runs of random integers, each record kept as text or encoded.
class RandomRuns {
 public:
  RandomRuns(std::size_t runs, std::size_t records, bool are_encoded)
      : comparison_(order::numeric_order()) {
    if (are_encoded) encoding_ = RecordEncoding::of(order::numeric_order(), '\n');
    std::mt19937 random(7);
    for (std::size_t i = 0; i < runs; ++i) {
      std::string text;
      for (std::size_t j = 0; j < records; ++j) (text += std::to_string(random())) += '\n';
      Chunk chunk(os::Mapping::memory(text.size() + Chunk::slack_bytes), i * text.size());
      std::memcpy(chunk.end(), text.data(), text.size());
      chunk.add(text.size(), 0);
      runs_.push_back(std::make_unique<SortedRun>(std::move(chunk), records, comparison_, '\n',
                                                  encoding_, arena_, top_));
      runs_.back()->sort();
    }
  }

  /// How many records lie in each of the partitions of about `records`, of all runs together.
  [[nodiscard]] std::vector<std::size_t> sizes_of_partitions(std::size_t records) const {
    const Partitioner partitioner(runs_, comparison_, encoding_);
    const auto splitters = partitioner.splitters(records);
    std::vector<std::size_t> sizes(splitters.size() + 1);
    for (std::size_t run = 0; run < runs_.size(); ++run) {
      const Partitioner::Bounds bounds = partitioner.bounds(run, splitters);
      std::size_t before = 0;
      for (std::size_t partition = 0; partition < sizes.size(); ++partition) {
        const std::size_t end = partition < splitters.size()
                                    ? bounds.encoded[partition] + bounds.entries[partition]
                                    : runs_[run]->encoded().size() + runs_[run]->entries().size();
        sizes[partition] += end - before;
        before = end;
      }
    }
    return sizes;
  }

 private:
  order::Comparison comparison_;
  std::optional<RecordEncoding> encoding_;
  SpareMemory spare_;
  Arena arena_{spare_};
  Top top_;
  SortedRuns runs_;
};

TEST(Cuts, MakePartsOfAboutTheSameSizeOfRunsThatAreAlike) {
  for (const bool are_encoded : {false, true}) {
    const std::vector<std::size_t> sizes =
        RandomRuns(/*runs=*/50, /*records=*/10000, are_encoded).sizes_of_partitions(4000);
    EXPECT_NEAR(double(sizes.size()), 125, 5);
    const auto largest = std::max_element(sizes.begin(), sizes.end());
    EXPECT_LT(*largest, 8000U) << "partition " << largest - sizes.begin();
  }
}

}  // namespace
}  // namespace muster::sort
