#include "dealer/cutter.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::dealer {
namespace {

using Blocks = std::vector<std::string>;

plan::Dealing dealing_of(std::uint64_t block_bytes, std::string end = "\n",
                         std::string start = "") {
  plan::Dealing dealing;
  dealing.block_bytes = block_bytes;
  dealing.record_end = std::move(end);
  dealing.record_start = std::move(start);
  return dealing;
}

/// The blocks of `text` if `step` bytes more of it are at hand each time; the header comes first,
/// if there is one.
Blocks cut(const plan::Dealing& dealing, const std::string& text, std::size_t step) {
  Cutter cutter(dealing);
  Blocks blocks;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_header = dealing.header > 0;
  while (begin < text.size()) {
    const std::string bytes = text.substr(begin, end - begin);
    const bool is_all = end == text.size();
    const auto found = is_header ? cutter.header(bytes, is_all) : cutter.block(bytes, is_all);
    if (found) {
      is_header = false;
      blocks.push_back(bytes.substr(0, *found));
      begin += *found;
    } else {
      EXPECT_FALSE(is_all);
      if (is_all) break;
      end = std::min(end + step, text.size());
    }
  }
  return blocks;
}

bool is_boundary(const plan::Dealing& dealing, const std::string& text, std::size_t at) {
  if (dealing.record_bytes > 0) return at % dealing.record_bytes == 0;
  return at >= dealing.record_end.size() &&
         text.compare(at - dealing.record_end.size(), dealing.record_end.size(),
                      dealing.record_end) == 0 &&
         text.compare(at, dealing.record_start.size(), dealing.record_start) == 0;
}

/// The same by looking at every byte.
Blocks cut_naively(const plan::Dealing& dealing, const std::string& text) {
  Blocks blocks;
  const std::size_t start_bytes = dealing.record_bytes > 0 ? 0 : dealing.record_start.size();
  std::size_t begin = 0;
  const auto cut_at = [&](std::size_t end) {
    blocks.push_back(text.substr(begin, end - begin));
    begin = end;
  };
  if (dealing.header > 0 && !text.empty()) {
    std::size_t end = 0;
    for (std::uint64_t left = dealing.header; left > 0 && end < text.size(); --left) do
        ++end;
      while (end < text.size() && !is_boundary(dealing, text, end));
    cut_at(end);
  }
  while (begin < text.size()) {
    const std::string rest = text.substr(begin);
    std::size_t best = 0;
    for (std::size_t at = 1; at < rest.size(); ++at)
      if (is_boundary(dealing, rest, at) && (at + start_bytes <= dealing.block_bytes || best == 0))
        best = at;
    cut_at(begin + (best == 0 || rest.size() <= dealing.block_bytes ? rest.size() : best));
  }
  return blocks;
}

TEST(Cutter, CutsAfterTheLastRecordThatFits) {
  EXPECT_EQ(cut(dealing_of(6), "a\nbb\nccc\nd", 100), (Blocks{"a\nbb\n", "ccc\nd"}));
}

TEST(Cutter, MakesABlockOfARecordThatIsLarger) {
  EXPECT_EQ(cut(dealing_of(2), "a\nbbbbbb\nc\n", 1), (Blocks{"a\n", "bbbbbb\n", "c\n"}));
}

TEST(Cutter, TakesTheEndAndTheStartOfARecordTogether) {
  EXPECT_EQ(cut(dealing_of(1, "\n", ">"), ">a\nb\n>c\n>d", 3), (Blocks{">a\nb\n", ">c\n", ">d"}));
}

TEST(Cutter, CutsAnywhereIfRecordsHaveNoMarks) {
  EXPECT_EQ(cut(dealing_of(4, ""), "abcdefghi", 100), (Blocks{"abcd", "efgh", "i"}));
}

TEST(Cutter, GivesTheHeaderFirst) {
  plan::Dealing dealing = dealing_of(2);
  dealing.header = 2;
  EXPECT_EQ(cut(dealing, "h\ni\na\nb\n", 1), (Blocks{"h\ni\n", "a\n", "b\n"}));
  EXPECT_EQ(cut(dealing, "h", 1), (Blocks{"h"}));
}

TEST(Cutter, CutsLikeOneThatLooksAtEveryByte) {
  std::mt19937 random(1);
  const auto upto = [&](std::uint64_t max) { return random() % (max + 1); };
  const auto letters = [&](std::size_t count) {
    std::string text;
    while (text.size() < count) text += "ab\n"[upto(2)];
    return text;
  };
  for (int round = 0; round < 20000; ++round) {
    plan::Dealing dealing = dealing_of(1 + upto(12), letters(upto(3)), letters(upto(3)));
    dealing.header = upto(3);
    if (upto(4) == 0) dealing.record_bytes = static_cast<std::uint32_t>(1 + upto(5));
    const std::string text = letters(upto(60));
    const std::size_t step = 1 + upto(20);
    ASSERT_EQ(cut(dealing, text, step), cut_naively(dealing, text))
        << "round " << round << " block " << dealing.block_bytes << " end '" << dealing.record_end
        << "' start '" << dealing.record_start << "' header " << dealing.header << " size "
        << dealing.record_bytes << " text '" << text << "'";
  }
}

TEST(Cutter, FindsInTheLastBytesOfABlockWhatItFindsInAll) {
  const std::string text = "a\nbb\nccc\nddd";
  for (std::size_t size = 1; size <= text.size(); ++size)
    for (std::size_t tail = 1; tail <= size; ++tail) {
      const std::string block = text.substr(0, size);
      const auto all = Cutter(dealing_of(size)).block_with_tail(block);
      const auto found = Cutter(dealing_of(size)).block_with_tail(block.substr(size - tail));
      const bool is_enough = all && *all > size - tail;
      ASSERT_EQ(found, is_enough ? all : std::nullopt) << size << " " << tail;
    }
}

TEST(Cutter, NeedsNoBytesWhereRecordsHaveASize) {
  plan::Dealing dealing = dealing_of(10);
  dealing.record_bytes = 3;
  EXPECT_EQ(Cutter(dealing).block_with_tail(""), 9);
}

}  // namespace
}  // namespace muster::dealer
