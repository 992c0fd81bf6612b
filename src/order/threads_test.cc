#include "order/threads.h"

#include <atomic>
#include <cstring>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace muster::order {
namespace {

Text text_of(Turnstile& turnstile, const std::string& words) {
  Text text = turnstile.take_spare();
  text.bytes = std::make_unique<char[]>(words.size());
  text.capacity = text.used = words.size();
  std::memcpy(text.bytes.get(), words.data(), words.size());
  return text;
}

TEST(Turnstile, WritesPartsInTheirOrderWhetherTheyAreLeftOrEnter) {
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
  Turnstile turnstile(write, 3);
  in_parallel(4, parts, turnstile, [&](std::size_t part) {
    const std::string words = std::to_string(part) + ' ';
    if (part % 5 != 0) return turnstile.pass(part, text_of(turnstile, words));
    ASSERT_TRUE(turnstile.enter(part));
    turnstile.write(words);
    turnstile.leave();
  });
  EXPECT_EQ(written, expected);
}

TEST(Turnstile, TurnsEverybodyAwayWhenAWriteFails) {
  std::size_t writes = 0;
  const std::function<void(std::string_view)> write = [&](std::string_view) {
    if (++writes == 100) throw std::runtime_error("the disk is full");
  };
  Turnstile turnstile(write, 3);
  EXPECT_THROW(in_parallel(4, 20000, turnstile,
                           [&](std::size_t part) {
                             if (part % 5 != 0)
                               return turnstile.pass(part, text_of(turnstile, "x"));
                             if (!turnstile.enter(part)) return;
                             turnstile.write("x");
                             turnstile.leave();
                           }),
               std::runtime_error);
  EXPECT_EQ(writes, 100U);
}

}  // namespace
}  // namespace muster::order
