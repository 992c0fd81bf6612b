#ifndef MUSTER_MERGE_TEST_SOURCES_H
#define MUSTER_MERGE_TEST_SOURCES_H

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "merge/merge.h"
#include "merge/source.h"
#include "order/comparison.h"

// For tests: sources in memory, and what becomes of them when they are merged.

namespace muster::merge {

/// Gives the blocks it was made of.
class Blocks final : public Source {
 public:
  Blocks(std::vector<std::string> blocks, bool waits) : blocks_(std::move(blocks)), waits_(waits) {}

  std::string_view next() override {
    return next_ < blocks_.size() ? std::string_view(blocks_[next_++]) : std::string_view();
  }
  [[nodiscard]] bool would_wait() const override { return waits_; }

 private:
  std::vector<std::string> blocks_;
  std::size_t next_ = 0;
  bool waits_;
};

using Sources = std::vector<std::unique_ptr<Source>>;

inline Sources sources_of(const std::vector<std::vector<std::string>>& all, bool wait = false) {
  Sources sources;
  for (const auto& blocks : all) sources.push_back(std::make_unique<Blocks>(blocks, wait));
  return sources;
}

inline std::string merged(const order::Order& order, Sources sources, Origins origins) {
  const order::Comparison comparison(order);
  std::string text;
  merge(std::move(sources), comparison, '\n', origins,
        [&](std::string_view records) { text += records; });
  return text;
}

inline std::string merged(const order::Order& order,
                          const std::vector<std::vector<std::string>>& all) {
  return merged(order, sources_of(all), Origins::none);
}

inline order::Order by_first_letter(bool unique) {
  order::Order order;
  order.keys.emplace_back();
  order.keys.back().last_field = 0;
  order.keys.back().last_bytes = 1;
  order.ties = unique ? order::Ties::first_only : order::Ties::input_order;
  return order;
}

}  // namespace muster::merge

#endif
