// Versions: the order of -V, and the bytes that versions are spelled with.

#include <string>

#include "fuzz.h"
#include "key/version_sort.h"

namespace {

std::string spelling_of(std::string_view text) {
  std::string spelled(4 * text.size() + 16, '\0');  // it fits, but for a number of too many digits
  spelled.resize(muster::key::spell_version(text, 0, spelled));
  return spelled;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  muster::fuzz::Input input(data, size);
  const std::string_view a = input.text();
  const std::string_view b = input.text();
  const std::string_view c = input.text();
  muster::fuzz::require_order(muster::key::compare_versions, spelling_of, a, b, c);
  if (a.size() <= 250 && b.size() <= 250)
    muster::fuzz::require(muster::fuzz::sign(spelling_of(a).compare(spelling_of(b))) ==
                              muster::fuzz::sign(muster::key::compare_versions(a, b)),
                          "spelled versions compare as the versions do");
  return 0;
}
