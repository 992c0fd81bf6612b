// Versions: the order of -V.

#include "fuzz.h"
#include "key/version_sort.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  muster::fuzz::Input input(data, size);
  const std::string_view a = input.text();
  const std::string_view b = input.text();
  const std::string_view c = input.text();
  muster::fuzz::require_order(muster::key::compare_versions, muster::key::prefix_of_version, a, b,
                              c);
  return 0;
}
