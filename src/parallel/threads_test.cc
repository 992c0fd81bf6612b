#include "parallel/threads.h"

#include <atomic>
#include <cstring>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "parallel/sequencer.h"

namespace muster::parallel {
namespace {

Text text_of(Sequencer& sequencer, const std::string& words) {
  Text text = sequencer.take_spare();
  text.bytes = std::make_unique<char[]>(words.size());
  text.capacity = text.used = words.size();
  std::memcpy(text.bytes.get(), words.data(), words.size());
  return text;
}

TEST(Sequencer, WritesPartsInTheirOrderWhetherTheyAreLeftOrEnter) {
  constexpr std::size_t parts = 20000;
  std::string written;
  std::string expected;
  for (std::size_t part = 0; part < parts; ++part) expected += std::to_string(part) + ' ';
  std::atomic<bool> is_writing = false;
  const std::function<void(std::string_view)> write = [&](std::string_view bytes) {
    EXPECT_FALSE(is_writing.exchange(true));
    written += bytes;
    is_writing = false;
  };
  Sequencer sequencer(write, 3);
  in_parallel(4, parts, sequencer, [&](std::size_t part) {
    const std::string words = std::to_string(part) + ' ';
    if (part % 5 != 0) return sequencer.pass(part, text_of(sequencer, words));
    ASSERT_TRUE(sequencer.enter(part));
    sequencer.write(words);
    sequencer.leave();
  });
  EXPECT_EQ(written, expected);
}

TEST(Sequencer, TurnsEverybodyAwayWhenAWriteFails) {
  std::size_t writes = 0;
  const std::function<void(std::string_view)> write = [&](std::string_view) {
    if (++writes == 100) throw std::runtime_error("the disk is full");
  };
  Sequencer sequencer(write, 3);
  EXPECT_THROW(in_parallel(4, 20000, sequencer,
                           [&](std::size_t part) {
                             if (part % 5 != 0)
                               return sequencer.pass(part, text_of(sequencer, "x"));
                             if (!sequencer.enter(part)) return;
                             sequencer.write("x");
                             sequencer.leave();
                           }),
               std::runtime_error);
  EXPECT_EQ(writes, 100U);
}

}  // namespace
}  // namespace muster::parallel
