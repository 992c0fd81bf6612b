// The reference run in C++: four workers draw a number from 0 to 19 each, and all come in order.

#include <iostream>
#include <muster/muster.hpp>

int main() {
  muster::Plan plan;
  plan.option("--numeric-sort");
  for (int i = 0; i < 4; ++i) plan.line("echo $(($(od -An -N4 -tu4 /dev/urandom) % 20))");
  try {
    const muster::Result result = muster::run(plan);
    for (const std::string_view line : result.lines()) std::cout << line << '\n';
  } catch (const muster::Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
