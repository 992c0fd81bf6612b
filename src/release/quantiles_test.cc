#include "release/quantiles.h"

#include <cstring>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::release {
namespace {

/// Keeps the quantiles that are emitted.
class Kept final : public event::Sink {
 public:
  void on(const event::Stamp& /*stamp*/, const event::Event& event) override {
    const auto& found = std::get<event::QuantilesFound>(event);
    EXPECT_TRUE(found.is_valid());
    EXPECT_EQ(found.first, values.size());
    values.insert(values.end(), found.values.begin(), found.values.begin() + found.count);
  }
  std::vector<double> values;
};

/// Those of the numbers `rising`, of which `text` is the records.
std::vector<double> expected_of(const std::vector<double>& rising) {
  std::vector<double> expected;
  for (std::uint64_t i = 0; i < event::quantiles_count; ++i)
    expected.push_back(rising[i * (rising.size() - 1) / (event::quantiles_count - 1)]);
  return expected;
}

TEST(Quantiles, AreExactHoweverManyRecordsThereAreAndHoweverTheyPass) {
  std::mt19937 random(42);
  for (const std::size_t count : {1U, 2U, 255U, 256U, 257U, 258U, 1000U, 100'000U}) {
    std::vector<double> rising;
    std::vector<std::string> blocks(1);
    for (std::size_t i = 0; i < count; ++i) {
      rising.push_back(static_cast<double>(i) * 3 - 1000);
      // Of various lengths, some longer than what is counted at a time.
      blocks.back() += std::to_string(static_cast<long>(rising.back())) +
                       std::string(i % 997 == 0 ? 9000 : i % 3, ' ') + '\n';
      if (random() % 1000 == 0) blocks.emplace_back();
    }
    Kept kept;
    const event::Log log({&kept});
    Quantiles quantiles(order::numeric_order(), '\n', log);
    quantiles.expect(count);
    for (const std::string& block : blocks) quantiles.pass(block);
    EXPECT_EQ(kept.values, expected_of(rising)) << count;
  }
}

TEST(Quantiles, AreThoseOfTheFirstKey) {
  order::Order order = order::numeric_order();
  order.keys.front().first_field = order.keys.front().last_field = 1;
  order.separator = {true, ','};
  Kept kept;
  const event::Log log({&kept});
  Quantiles quantiles(order, '\n', log);
  quantiles.expect(2);
  quantiles.pass("9,1,x\n8,2,y\n");
  ASSERT_EQ(kept.values.size(), event::quantiles_count);
  EXPECT_EQ(kept.values.front(), 1);
  EXPECT_EQ(kept.values.back(), 2);
}

TEST(Quantiles, OfBinaryValues) {
  order::Order order;
  order.keys.emplace_back().kind = key::KeyKind::u32;
  std::vector<double> rising;
  std::string records;
  for (std::uint32_t i = 0; i < 5000; ++i) {
    rising.push_back(i);
    records.append(reinterpret_cast<const char*>(&i), sizeof i);
  }
  Kept kept;
  const event::Log log({&kept});
  Quantiles quantiles(order, record::Framing::of_size(4), log);
  quantiles.expect(5000);
  quantiles.pass(records);
  EXPECT_EQ(kept.values, expected_of(rising));
}

TEST(Quantiles, OfNothingAreNone) {
  Kept kept;
  const event::Log log({&kept});
  Quantiles quantiles(order::numeric_order(), '\n', log);
  quantiles.expect(0);
  quantiles.pass("");
  EXPECT_TRUE(kept.values.empty());
}

TEST(Quantiles, ExistOnlyForOrdersByANumberThatReleaseAll) {
  order::Order order = order::numeric_order();
  EXPECT_TRUE(Quantiles::exist(order));
  order.ties = order::Ties::first_only;
  EXPECT_FALSE(Quantiles::exist(order));
  EXPECT_FALSE(Quantiles::exist(order::Order()));
}

}  // namespace
}  // namespace muster::release
