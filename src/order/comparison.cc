#include "order/comparison.h"

#include <utility>

namespace muster::order {
namespace {

bool is_first_reversed(const Order& order) {
  return order.keys.empty() ? order.ties.reverse : order.keys.front().reverse;
}

bool is_plain_numeric(const Order& order) {
  return order.keys.size() == 1 && order.keys.front().kind == KeyKind::numeric &&
         order.keys.front().is_whole_record() && !order.keys.front().is_transformed() &&
         !order.ties.stable && !order.ties.unique;
}

}  // namespace

Comparison::Comparison(Order order)
    : order_(std::move(order)),
      flip_(is_first_reversed(order_) ? ~std::uint64_t{0} : 0),
      is_plain_numeric_(order::is_plain_numeric(order_)),
      needs_origin_(!order_.keys.empty() && (order_.ties.stable || order_.ties.unique)) {}

int Comparison::compare(std::string_view a, std::string_view b) const {
  return compare_from(0, a, b);
}

int Comparison::compare_tied(std::string_view a, std::string_view b, std::uint64_t prefix) const {
  const bool is_decided =
      !order_.keys.empty() && prefix_decides(prefix ^ flip_, order_.keys.front().kind);
  return compare_from(is_decided ? 1 : 0, a, b);
}

int Comparison::compare_from(std::size_t first_key, std::string_view a, std::string_view b) const {
  for (std::size_t i = first_key; i < order_.keys.size(); ++i)
    if (const int result = compare_keys(a, b, order_.keys[i]); result != 0) return result;
  if (needs_origin_) return 0;
  const int result = a.compare(b);  // as unsigned bytes, then by length
  return order_.ties.reverse ? -result : result;
}

int Comparison::compare_keys(std::string_view a, std::string_view b, const Key& key) const {
  const std::string_view x = key_text(a, key, order_.separator);
  const std::string_view y = key_text(b, key, order_.separator);
  int result = 0;
  if (key.is_transformed()) {
    const std::string x_counts = transformed(x, key);
    const std::string y_counts = transformed(y, key);
    result = compare_texts(x_counts, y_counts, key.kind, order_.seed);
  } else {
    result = compare_texts(x, y, key.kind, order_.seed);
  }
  return key.reverse ? -result : result;
}

std::uint64_t Comparison::prefix(std::string_view record) const {
  if (order_.keys.empty()) return prefix_of_text(record, KeyKind::bytes, order_.seed) ^ flip_;
  const Key& key = order_.keys.front();
  const std::string_view text = key_text(record, key, order_.separator);
  const std::uint64_t prefix = key.is_transformed()
                                   ? prefix_of_text(transformed(text, key), key.kind, order_.seed)
                                   : prefix_of_text(text, key.kind, order_.seed);
  return prefix ^ flip_;
}

}  // namespace muster::order
