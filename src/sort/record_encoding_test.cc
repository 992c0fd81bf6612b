#include "sort/record_encoding.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "key/binary.h"

namespace muster::sort {
namespace {

constexpr key::KeyKind kinds[] = {
    key::KeyKind::i8,  key::KeyKind::i16, key::KeyKind::i32, key::KeyKind::i64, key::KeyKind::u8,
    key::KeyKind::u16, key::KeyKind::u32, key::KeyKind::u64, key::KeyKind::f32, key::KeyKind::f64};

template <typename T>
std::string bytes_of(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

/// Values of random bits, so NaNs with any payload too.
template <typename T>
std::vector<T> random_values(std::size_t count) {
  std::mt19937_64 random(3);
  std::vector<T> values(count);
  for (T& value : values) {
    std::uint64_t bits = random();
    if (std::is_floating_point_v<T> && random() % 4 == 0)  // an exponent of ones: inf or NaN
      bits |= sizeof(T) == 4 ? 0x7F800000U : 0x7FF0000000000000U;
    std::memcpy(&value, &bits, sizeof value);
  }
  return values;
}

TEST(Binary, PlacesOfFloatsAreInTheirOrder) {
  const auto expect_order = [](const auto&... values) {
    const std::vector<std::uint64_t> encoded{key::encode_binary(values)...};
    for (std::size_t i = 1; i < encoded.size(); ++i) EXPECT_LT(encoded[i - 1], encoded[i]) << i;
  };
  const auto d = [](std::uint64_t bits) { return std::bit_cast<double>(bits); };
  using Double = std::numeric_limits<double>;
  expect_order(-Double::infinity(), Double::lowest(), -1.0, -Double::min(), -Double::denorm_min(),
               -0.0, 0.0, Double::denorm_min(), Double::min(), 1.0, Double::max(),
               Double::infinity(), d(0x7FF0000000000001), d(0x7FF8000000000000),
               d(0x7FFFFFFFFFFFFFFF), d(0xFFFFFFFFFFFFFFFF), d(0xFFF8000000000000),
               d(0xFFF0000000000001));
  const auto f = [](std::uint32_t bits) { return std::bit_cast<float>(bits); };
  using Float = std::numeric_limits<float>;
  expect_order(-Float::infinity(), Float::lowest(), -1.0F, -Float::denorm_min(), -0.0F, 0.0F,
               Float::denorm_min(), 1.0F, Float::max(), Float::infinity(), f(0x7F800001),
               f(0x7FFFFFFF), f(0xFFFFFFFF), f(0xFF800001));
}

TEST(Binary, PlacesAreInTheOrderOfValuesAndGiveThemBack) {
  for (const key::KeyKind kind : kinds)
    key::with_type(kind, [](auto type) {
      using T = decltype(type);
      const std::vector<T> values = random_values<T>(100'000);
      for (std::size_t i = 0; i < values.size(); ++i) {
        const std::uint64_t encoded = key::encode_binary(values[i]);
        const T back = key::decode_binary<T>(encoded);
        ASSERT_EQ(std::memcmp(&back, &values[i], sizeof back), 0) << i;
        if (i > 0 && (values[i - 1] < values[i])) {
          ASSERT_LT(key::encode_binary(values[i - 1]), encoded) << i;
        }
      }
    });
}

TEST(Binary, ValuesAreGivenBackBitByBitInBothDirections) {
  for (const key::KeyKind kind : kinds)
    for (const bool reverse : {false, true})
      key::with_type(kind, [&](auto type) {
        using T = decltype(type);
        const std::vector<T> values = random_values<T>(1000);
        const std::string bytes(reinterpret_cast<const char*>(values.data()),
                                values.size() * sizeof(T));
        order::Order order;
        order.keys.push_back({.kind = kind, .reverse = reverse});
        const auto encoding = RecordEncoding::of(order, record::Framing::of_size(sizeof(T)));
        ASSERT_TRUE(encoding);
        std::vector<std::uint64_t> encoded(values.size());
        const auto* const end = encoding->encode(
            bytes, encoded.data(), [](std::string_view) { FAIL() << "can be encoded"; });
        ASSERT_EQ(end, encoded.data() + encoded.size());
        std::string back(encoded.size() * (RecordEncoding::bytes_max + 1), '\0');
        const auto* const back_end = encoding->decode_all(encoded, back.data());
        back.resize(static_cast<std::size_t>(back_end - back.data()));
        EXPECT_EQ(back, bytes);
        EXPECT_EQ(encoded[0] < encoded[1],
                  (key::encode_binary(values[0]) < key::encode_binary(values[1])) != reverse);
      });
}

TEST(Binary, TextIsTheShortestThatReadsBack) {
  const auto text = [](auto value, key::KeyKind kind) {
    return key::text_of_binary(bytes_of(value), kind);
  };
  EXPECT_EQ(text(std::int8_t{-128}, key::KeyKind::i8), "-128\n");
  EXPECT_EQ(text(std::numeric_limits<std::int64_t>::min(), key::KeyKind::i64),
            "-9223372036854775808\n");
  EXPECT_EQ(text(~std::uint64_t{0}, key::KeyKind::u64), "18446744073709551615\n");
  EXPECT_EQ(text(0.1F, key::KeyKind::f32), "0.1\n");
  EXPECT_EQ(text(0.1, key::KeyKind::f64), "0.1\n");
  EXPECT_EQ(text(-0.0, key::KeyKind::f64), "-0\n");
  EXPECT_EQ(text(-HUGE_VAL, key::KeyKind::f64), "-inf\n");
  EXPECT_EQ(text(std::nan(""), key::KeyKind::f64), "nan\n");
  EXPECT_EQ(text(-std::nan("7"), key::KeyKind::f64), "nan\n");
  EXPECT_EQ(key::text_of_binary("\1\2", key::KeyKind::u8), "1\n2\n");
  EXPECT_EQ(key::text_of_binary("", key::KeyKind::u64), "");
  for (const double value : random_values<double>(10'000)) {
    if (std::isnan(value)) continue;
    const std::string line = text(value, key::KeyKind::f64);
    ASSERT_EQ(bytes_of(std::strtod(line.c_str(), nullptr)), bytes_of(value)) << line;
    ASSERT_LE(line.size(), 32U);
  }
}

TEST(Binary, NamesAreTheirOwn) {
  for (const key::KeyKind kind : kinds) {
    const std::string name = key::name_of_binary(
        record::Framing::of_size(std::uint32_t(key::bytes_of_binary(kind))), kind);
    EXPECT_EQ(key::binary_named(name), kind);
  }
  EXPECT_EQ(key::binary_named("u"), std::nullopt);
  EXPECT_EQ(key::name_of_binary(record::Framing::of_size(12), key::KeyKind::bytes), "fixed:12");
}

}  // namespace
}  // namespace muster::sort
