#include "order/levels.h"

namespace muster::order {

Levels::Levels(const Order& order)
    : levels_(order.keys), separator_(order.separator), seed_(order.seed) {
  if (order.compares_whole_record())
    levels_.emplace_back().reverse = order.ties == Ties::whole_record_reversed;
}

int Levels::compare_from(std::size_t level, std::string_view a, std::string_view b) const {
  for (; level < levels_.size(); ++level) {
    const key::Key& key = levels_[level];
    const int result = key::compare_texts(text(a, level), text(b, level), key, seed_);
    if (result != 0) return key.reverse ? -result : result;
  }
  return 0;
}

key::Prefix Levels::prefix(std::string_view record, std::size_t level, std::size_t skip) const {
  const key::Key& key = levels_[level];
  const key::Prefix prefix = key::prefix_of_text(text(record, level), key, seed_, skip);
  return key.reverse ? prefix.flipped() : prefix;
}

key::Tie Levels::tie_on(const key::Prefix& prefix, std::size_t level) const {
  const key::Key& key = levels_[level];
  return key::tie_on(key.kind, key.reverse ? prefix.flipped() : prefix);
}

bool Levels::compares_text(std::size_t level) const {
  return levels_[level].kind == key::KeyKind::bytes && !levels_[level].is_transformed();
}

}  // namespace muster::order
