// The texts of keys: every kind of comparison with its prefix.

#include "fuzz.h"
#include "key/key_kind.h"

using namespace muster;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  constexpr unsigned kinds = static_cast<unsigned>(key::KeyKind::f64) + 1;
  const auto kind = static_cast<key::KeyKind>(static_cast<unsigned char>(input.byte()) % kinds);
  const std::string_view a = input.text();
  const std::string_view b = input.text();
  const std::string_view c = input.text();
  constexpr key::RandomSeed seed{1, 2};
  const auto compare = [&](std::string_view x, std::string_view y) {
    return key::compare_by(kind, x, y, seed);
  };
  const auto prefix = [&](std::string_view text) { return key::prefix_by(kind, text, seed); };
  fuzz::require_order(compare, prefix, a, b, c);
  if (prefix(a) == prefix(b) && key::tie_on(kind, prefix(a)) == key::Tie::equal)
    fuzz::require(compare(a, b) == 0, "a prefix that decides has no ties that differ");
  return 0;
}
