// Keys: any options of sort are refused or make an order, and that order keeps its promises.

#include <functional>
#include <optional>
#include <string>

#include "fuzz.h"
#include "gnu/options.h"
#include "order/comparison.h"

namespace {

using namespace muster;

/// Options up to the first byte that names none.
std::optional<order::Order> order_of(fuzz::Input& input) {
  gnu::Options options;
  try {
    for (;;) {
      const char option = input.byte();
      if (option == 'k') {
        options.add_key(std::string(input.text()));
      } else if (option == 't') {
        options.set_separator(std::string(input.text()));
      } else if (option == 's') {
        options.set_stable();
      } else if (option == 'u') {
        options.set_unique();
      } else if (gnu::Options::letters.find(option) != std::string_view::npos) {
        options.set(option);
      } else {
        return options.order({});
      }
    }
  } catch (const gnu::OrderError&) {
    return std::nullopt;
  }
}

void check_text(std::string_view record, const key::Key& key, key::Separator separator) {
  const std::string_view text = key::key_text(record, key, separator);
  const std::less_equal<const char*> is_not_behind;
  fuzz::require(is_not_behind(record.data(), text.data()) &&
                    is_not_behind(text.data() + text.size(), record.data() + record.size()),
                "a key's text lies in its record");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::optional<order::Order> order = order_of(input);
  if (!order) return 0;
  const std::string_view a = input.text();
  const std::string_view b = input.text();
  const std::string_view c = input.text();
  for (const key::Key& key : order->keys)
    for (const std::string_view record : {a, b, c}) check_text(record, key, order->separator);

  const order::Comparison comparison(*order);
  const auto compare = [&](std::string_view x, std::string_view y) {
    return comparison.compare(x, y);
  };
  const auto prefix = [&](std::string_view record) { return comparison.prefix(record); };
  fuzz::require_order(compare, prefix, a, b, c);
  fuzz::require(fuzz::sign(comparison.compare(comparison.keyed(a), comparison.keyed(b))) ==
                    fuzz::sign(compare(a, b)),
                "records compare the same with their prefixes as without");
  if (compare(a, b) == 0 && !comparison.needs_origin())
    fuzz::require(a == b, "only the same bytes tie when their origin is not kept");
  return 0;
}
