#include "fault/matrix/run_spec.h"

#include <cstdint>
#include <fstream>

namespace muster::matrix {
namespace {

/// Lines with numbers in no order, the same ones every time.
void make_numbers(const std::string& path, std::uint32_t count) {
  std::ofstream file(path);
  std::uint64_t state = 88172645463325252U;
  for (std::uint32_t i = 0; i < count; ++i) {
    state ^= state << 13U;
    state ^= state >> 7U;
    state ^= state << 17U;
    file << state % 1000000 << '\n';
  }
}

constexpr const char* few_lines = "seq {} 7 60";

}  // namespace

const std::vector<RunSpec>& run_specs() {
  static const std::vector<RunSpec> specs = {
      {.name = "demo", .arguments = {"demo", "--random-seed=1"}},
      {.name = "run", .arguments = {"run", "-n", few_lines, ":::", "1", "2", "3", "4"}},
      {.name = "output",
       .arguments = {"run", "-n", "-o", old_file, few_lines, ":::", "1", "2"},
       .results = {old_file}},
      {.name = "spill",
       .arguments = {"run", "-n", "-S", "1", "cat", "$INPUTS/many", "$INPUTS/some"}},
      {.name = "merge",
       .arguments = {"run", "-n", "-m", few_lines, ":::", "1", "2", "3"},
       .streams = true},
      {.name = "arrival",
       .arguments = {"run", "--order=arrival", few_lines, ":::", "1", "2"},
       .promise = Promise::same_records,
       .streams = true},
      {.name = "retries",
       .arguments = {"run", "-n", "--retries=3", "--timeout=20",
                     "[ -e tried-{} ] || { >tried-{}; exit 1; }; seq {} 7 60", ":::", "1", "2"},
       .results = {"tried-1", "tried-2"}},
      {.name = "pipe", .arguments = {"run", "-n", "--pipe", "--block=1K", "cat"}, .input = "some"},
      {.name = "results",
       .arguments = {"run", "-n", "--results=kept", "--joblog=log", few_lines, ":::", "1", "2"},
       .results = {"kept/000001/stdout", "kept/000002/stdout"},
       .has_other_outputs = true},
      {.name = "report",
       .arguments = {"run", "-n", "--report=page.html", few_lines, ":::", "1", "2"},
       .has_other_outputs = true},
      {.name = "sort", .arguments = {"sort", "-n", "$INPUTS/some", "$INPUTS/many"}},
      {.name = "sort-spill",
       .arguments = {"sort", "-n", "-S", "1", "-o", old_file, "$INPUTS/many"},
       .results = {old_file}},
  };
  return specs;
}

void make_inputs(const std::string& folder) {
  make_numbers(folder + "/some", 1000);
  make_numbers(folder + "/many", 20000);
}

}  // namespace muster::matrix
