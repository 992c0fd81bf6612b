#include "sort/cuts.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace muster::sort {
namespace {

/// Sorted runs of random integers, each record's text kept or its word.
class RandomRuns {
 public:
  RandomRuns(std::size_t runs, std::size_t records, bool as_words)
      : comparison_(order::numeric_order()) {
    if (as_words) value_ = Value::of(order::numeric_order(), '\n');
    std::mt19937 random(7);
    for (std::size_t i = 0; i < runs; ++i) {
      std::string text;
      for (std::size_t j = 0; j < records; ++j) (text += std::to_string(random())) += '\n';
      Chunk chunk(os::Mapping::memory(text.size() + Chunk::slack_bytes), i * text.size());
      std::memcpy(chunk.end(), text.data(), text.size());
      chunk.add(text.size(), 0);
      runs_.push_back(
          std::make_unique<Run>(std::move(chunk), records, comparison_, '\n', value_, arena_));
      runs_.back()->sort();
    }
  }

  /// How many records lie in each of the parts of about `records`, of all runs together.
  [[nodiscard]] std::vector<std::size_t> sizes_of_parts(std::size_t records) const {
    const Cutter cutter(runs_, comparison_, value_);
    const auto cuts = cutter.cuts(records);
    std::vector<std::size_t> sizes(cuts.size() + 1);
    for (std::size_t run = 0; run < runs_.size(); ++run) {
      const Cutter::Positions positions = cutter.positions(run, cuts);
      std::size_t before = 0;
      for (std::size_t part = 0; part < sizes.size(); ++part) {
        const std::size_t end = part < cuts.size()
                                    ? positions.words[part] + positions.entries[part]
                                    : runs_[run]->words().size() + runs_[run]->entries().size();
        sizes[part] += end - before;
        before = end;
      }
    }
    return sizes;
  }

 private:
  order::Comparison comparison_;
  std::optional<Value> value_;
  Arena arena_;
  Runs runs_;
};

TEST(Cuts, MakePartsOfAboutTheSameSizeOfRunsThatAreAlike) {
  for (const bool as_words : {false, true}) {
    const std::vector<std::size_t> sizes =
        RandomRuns(/*runs=*/50, /*records=*/10000, as_words).sizes_of_parts(4000);
    EXPECT_NEAR(double(sizes.size()), 125, 5);
    const auto largest = std::max_element(sizes.begin(), sizes.end());
    EXPECT_LT(*largest, 8000U) << "part " << largest - sizes.begin();
  }
}

}  // namespace
}  // namespace muster::sort
