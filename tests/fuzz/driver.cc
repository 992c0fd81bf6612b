// Feeds a fuzz target with generated inputs, where there is no clang to do it better:
//
//   fuzz_TARGET COUNT     the inputs with the seeds 0 … COUNT - 1

#include <array>
#include <cstdlib>
#include <random>
#include <string>

#include "fuzz.h"

namespace {

using std::string_literals::operator""s;

/// Pieces that matter to one target or another, and bytes by chance.
std::string generated(std::uint64_t seed) {
  static const std::array pieces{"0"s,
                                 "1"s,
                                 "12345678"s,
                                 "999999999999999999"s,
                                 "-"s,
                                 "."s,
                                 "+"s,
                                 "e5"s,
                                 "0x1p"s,
                                 "nan"s,
                                 "inf"s,
                                 "K"s,
                                 "Mi"s,
                                 "jan"s,
                                 "FEB"s,
                                 " "s,
                                 "\t"s,
                                 "\n"s,
                                 ".tar.gz"s,
                                 "~"s,
                                 "foo-"s,
                                 "..a"s,
                                 "k1,2n"s,
                                 "k2.3,4.5"s,
                                 "k3bd"s,
                                 "t,"s,
                                 "-general"s,
                                 "sur"s,
                                 "dfi"s,
                                 "V"s,
                                 "\0"s,
                                 "\xff"s,
                                 "\0\4"s,
                                 "\x40"
                                 "abcd"s};
  std::mt19937_64 random(seed);
  std::string input;
  for (std::size_t count = random() % 24; count > 0; --count) {
    const std::uint64_t chance = random();
    if (chance % 4 == 0)
      input += muster::fuzz::Input::text_end;
    else if (chance % 4 == 1)
      input += static_cast<char>(chance >> 8U);
    else
      input += pieces[(chance >> 8U) % pieces.size()];
  }
  return input;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::uint64_t count = std::strtoull(argv[1], nullptr, 10);
  for (std::uint64_t seed = 0; seed < count; ++seed) {
    const std::string input = generated(seed);
    (void)LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
  }
}
