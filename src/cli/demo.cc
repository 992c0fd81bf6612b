// `muster demo`: the reference run. Its workers are functions: each draws its numbers and writes
// them to its own pipe.

#include <unistd.h>

#include <random>
#include <utility>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/help.h"
#include "cli/parse.h"
#include "cli/planning.h"
#include "explain/story.h"
#include "os/io.h"

namespace muster::cli {
namespace {

constexpr const char* usage =
    R"(Usage: muster demo [OPTION]...
The reference run: init starts the Scheduler and the workers P1 to P4; each
draws a random number from 0 to 19 and writes it to its own pipe; init gathers
the numbers into shared memory; the Scheduler sorts them and prints the list.

)";

/// What worker `index` does, in its own process, its stdout being its pipe.
int draw_numbers(const Arguments& arguments, std::uint32_t index, const explain::Story& story) {
  std::random_device device;
  const auto& seed = arguments.draw_seed;
  std::seed_seq seeds = seed ? std::seed_seq{static_cast<std::uint32_t>(*seed),
                                             static_cast<std::uint32_t>(*seed >> 32U), index}
                             : std::seed_seq{device(), device(), device(), device()};
  std::mt19937_64 random(seeds);
  std::uniform_int_distribution<std::uint64_t> numbers(0, arguments.draw_max);

  constexpr std::size_t write_bytes = 1U << 16U;
  std::string text;
  std::uint64_t bytes = 0;
  std::uint64_t last = 0;
  for (std::uint64_t i = 0; i < arguments.draw_count; ++i) {
    last = numbers(random);
    text += fmt::format_int(last).c_str();
    text += '\n';
    if (i + 1 < arguments.draw_count && text.size() < write_bytes) continue;
    os::write_all(STDOUT_FILENO, text, "cannot write the worker's pipe");
    bytes += text.size();
    text.clear();
  }
  if (arguments.draw_count == 1)
    story.tell("draws {}, writes {} bytes to its pipe, and ends", last, bytes);
  else
    story.tell("draws {} numbers, writes {} bytes to its pipe, and ends", arguments.draw_count,
               bytes);
  return 0;
}

}  // namespace

int demo(int argc, char** argv) {
  const Arguments arguments = parse(command::demo, argc, argv);
  if (arguments.wants_help) {
    print(usage + options_help(command::demo));
    return 0;
  }
  init::Plan plan = plan_demo(arguments);
  plan.task = [&arguments, explain_from_ns = plan.explain_from_ns](std::uint32_t index) {
    return worker::Task{{},
                        [&arguments, explain_from_ns, index] {
                          const std::string name = fmt::format("P{}", index + 1);
                          const auto story = explain_from_ns
                                                 ? explain::Story(name, *explain_from_ns)
                                                 : explain::Story();
                          return draw_numbers(arguments, index, story);
                        },
                        "draws a random number"};
  };
  return carry_out(std::move(plan));
}

}  // namespace muster::cli
