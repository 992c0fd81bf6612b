#include "key/key_kind.h"

#include <cmath>
#include <cstdint>
#include <string>

#include <gtest/gtest.h>

namespace muster::key {
namespace {

template <typename T>
std::string bytes_of(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

TEST(NumberIn, ReadsANumberAsItIsCompared) {
  EXPECT_EQ(number_in(KeyKind::numeric, " \t-12.5x"), -12.5);
  EXPECT_EQ(number_in(KeyKind::numeric, "2e3"), 2);
  EXPECT_EQ(number_in(KeyKind::numeric, "none"), 0);
  EXPECT_EQ(number_in(KeyKind::general, "2e3"), 2000);
  EXPECT_EQ(number_in(KeyKind::general, "+0x10"), 16);
  EXPECT_EQ(number_in(KeyKind::general, "-inf"), -HUGE_VAL);
  EXPECT_TRUE(std::isnan(number_in(KeyKind::general, "none")));
}

TEST(NumberIn, ReadsBinaryValues) {
  EXPECT_EQ(number_in(KeyKind::i16, bytes_of(std::int16_t{-7})), -7);
  EXPECT_EQ(number_in(KeyKind::u64, bytes_of(std::uint64_t{1} << 60U)), 0x1p60);
  EXPECT_EQ(number_in(KeyKind::f32, bytes_of(0.5F)), 0.5);
  EXPECT_EQ(number_in(KeyKind::f64, bytes_of(-1e300)), -1e300);
}

TEST(NumberIn, IsOfNumbersOnly) {
  for (const KeyKind kind : {KeyKind::numeric, KeyKind::general, KeyKind::u8, KeyKind::f64})
    EXPECT_TRUE(is_number(kind));
  for (const KeyKind kind : {KeyKind::bytes, KeyKind::human, KeyKind::month, KeyKind::random})
    EXPECT_FALSE(is_number(kind));
}

}  // namespace
}  // namespace muster::key
