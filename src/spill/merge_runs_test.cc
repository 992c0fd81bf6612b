#include "spill/merge_runs.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "merge/test_sources.h"

namespace muster::spill {
namespace {

using merge::Origins;

std::string with_origin(std::uint64_t source, std::uint64_t sequence) {
  const order::Origin origin{source, sequence};
  return {reinterpret_cast<const char*>(&origin), sizeof origin};
}

/// Random records of one or more runs: keys that are often the same, and texts that are not.
class Case {
 public:
  Case(const order::Order& order, bool has_origins, std::size_t index_bytes)
      : comparison_(order), has_origins_(has_origins), index_bytes_(index_bytes) {}

  /// A run of `count` records, in blocks of about `block_bytes`.
  void add_run(std::size_t count, std::size_t block_bytes, std::uint32_t keys) {
    struct Record {
      std::string text;
      order::Origin origin;
    };
    std::vector<Record> records;
    for (std::size_t i = 0; i < count; ++i)
      records.push_back({std::to_string(random_() % keys) + ' ' + std::string(random_() % 9, 'x'),
                         {random_() % 3, sequence_++}});
    std::sort(records.begin(), records.end(), [this](const Record& a, const Record& b) {
      const int result = comparison_.compare(a.text, b.text);
      return result != 0 ? result < 0 : a.origin < b.origin;
    });
    RunWriter writer(folder_, {{comparison_, '\n', has_origins_}, index_bytes_});
    std::vector<std::string> blocks(1);
    for (const Record& record : records) {
      if (blocks.back().size() > block_bytes) blocks.emplace_back();
      if (has_origins_) blocks.back() += with_origin(record.origin.source, record.origin.sequence);
      blocks.back() += record.text + '\n';
    }
    for (const std::string& block : blocks) writer.write(block);
    runs_.push_back(std::make_unique<Run>(writer.finish()));
    blocks_.push_back(std::move(blocks));
  }

  /// What is written, piece by piece.
  [[nodiscard]] std::vector<std::string> pieces(std::size_t threads,
                                                std::size_t memory_bytes) const {
    std::vector<const Run*> runs;
    for (const auto& run : runs_) runs.push_back(run.get());
    std::vector<std::string> pieces;
    merge_runs(runs, comparison_, '\n', origins(), threads, memory_bytes,
               [&](std::string_view records) { pieces.emplace_back(records); });
    return pieces;
  }
  [[nodiscard]] std::string merged(std::size_t threads, std::size_t memory_bytes) const {
    std::string text;
    for (const std::string& piece : pieces(threads, memory_bytes)) text += piece;
    return text;
  }

  [[nodiscard]] std::string expected() const {
    std::string text;
    merge::merge(merge::sources_of(blocks_), comparison_, '\n', origins(),
                 [&](std::string_view records) { text += records; });
    return text;
  }

 private:
  [[nodiscard]] Origins origins() const { return has_origins_ ? Origins::dropped : Origins::none; }

  order::Comparison comparison_;
  bool has_origins_;
  std::size_t index_bytes_;
  Folder folder_{"/tmp"};
  std::mt19937 random_{1};
  std::uint64_t sequence_ = 0;
  std::vector<std::unique_ptr<Run>> runs_;
  std::vector<std::vector<std::string>> blocks_;
};

TEST(MergeRuns, MakesOfPartsWhatOneThreadMakesOfAll) {
  for (const std::uint32_t keys : {1U, 7U, 1000U, 1000000U})
    for (const bool has_origins : {false, true})
      for (const bool is_unique : {false, true})
        for (const std::size_t index_bytes : {500, 20'000, 1'000'000}) {
          const order::Order order =
              has_origins ? merge::by_first_letter(is_unique) : order::Order{};
          Case runs(order, has_origins, index_bytes);
          for (const std::size_t count : {3000, 1, 5000, 200}) runs.add_run(count, 300, keys);
          const std::string expected = runs.expected();
          for (const std::size_t threads : {1, 2, 5})
            for (const std::size_t memory_bytes : {0, 20'000, 100'000, 10'000'000})
              ASSERT_EQ(runs.merged(threads, memory_bytes), expected)
                  << keys << ' ' << has_origins << ' ' << is_unique << ' ' << index_bytes << ' '
                  << threads << ' ' << memory_bytes;
        }
}

TEST(MergeRuns, SplitsRunsIntoPartsIfThereAreThreadsAndMemory) {
  Case runs({}, false, 1'000'000);
  for (int i = 0; i < 4; ++i) runs.add_run(3000, 300, 1'000'000);
  EXPECT_LT(runs.pieces(1, 100'000).size(), 4U);
  EXPECT_LT(runs.pieces(2, 1000).size(), 4U);
  const auto pieces = runs.pieces(2, 100'000);
  EXPECT_GT(pieces.size(), 8U);
  for (const std::string& piece : pieces) EXPECT_LT(piece.size(), 25'000U);
}

TEST(MergeRuns, FindsDamageInAnyPart) {
  const order::Comparison comparison{order::Order{}};
  Folder folder("/tmp");
  RunWriter writer(folder, {{comparison, '\n', false}, 1'000'000});
  for (int i = 1000; i < 3000; ++i) writer.write(std::to_string(i) + std::string(100, 'x') + '\n');
  const spill::Run run = writer.finish();
  const auto bytes = ::lseek(run.file.get(), 0, SEEK_END);
  const auto flip = [&](off_t at) {
    char byte = 0;
    ASSERT_EQ(::pread(run.file.get(), &byte, 1, at), 1);
    byte = static_cast<char>(byte ^ 1);
    ASSERT_EQ(::pwrite(run.file.get(), &byte, 1, at), 1);
  };
  for (off_t at = 1; at < bytes; at += bytes / 9) {
    flip(at);
    EXPECT_THROW(
        merge_runs({&run}, comparison, '\n', Origins::none, 3, 100'000, [](std::string_view) {}),
        DamagedRun)
        << at;
    flip(at);
  }
}

TEST(RunIndex, KeepsToItsMemoryByForgettingEveryOtherRecord) {
  const order::Comparison comparison{order::Order{}};
  const SplitOrder order(comparison, '\n', false);
  RunIndex index(order, 10'000);
  for (std::uint64_t i = 0; i < 100'000; ++i)
    index.add(std::to_string(1'000'000 + i) + '\n', {i * 8, i * 8});
  const auto& entries = index.entries();
  ASSERT_GT(entries.size(), 30U);
  EXPECT_LT(entries.size() * sizeof(RunIndex::Entry), 10'000U);
  EXPECT_EQ(entries.front().place.offset, 0U);
  const std::uint64_t distance = entries[1].place.offset;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    EXPECT_EQ(entries[i].place.offset, i * distance);
    EXPECT_EQ(entries[i].first.record, std::to_string(1'000'000 + i * distance / 8));
  }
}

TEST(RunIndex, LeavesLongRecordsOut) {
  const order::Comparison comparison{order::Order{}};
  RunIndex index({comparison, '\n', false}, 10'000);
  index.add(std::string(5'000, 'a') + '\n', {});
  EXPECT_TRUE(index.entries().empty());
}

}  // namespace
}  // namespace muster::spill
