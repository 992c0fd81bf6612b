// Values of four programs, sorted: a view of memory that is not copied. values [COUNT]: of each.

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <muster/muster.hpp>
#include <string>

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::stoul(argv[1]) : 2500000;
  muster::Plan plan;
  plan.option("--records=u64");
  const std::string bytes = std::to_string(count * sizeof(std::uint64_t));
  for (int i = 0; i < 4; ++i) plan.line("head -c " + bytes + " /dev/urandom");
  try {
    const muster::Result result = muster::run(plan);
    const auto values = result.values<std::uint64_t>();
    const bool is_sorted = std::is_sorted(values.begin(), values.end());
    std::cout << values.size() << " values " << (is_sorted ? "in order" : "out of order") << '\n';
  } catch (const muster::Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
