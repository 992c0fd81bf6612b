// `muster demo`: the reference run. Its workers are functions: each draws its numbers and writes
// them to its own pipe.

#include <unistd.h>

#include <limits>
#include <optional>
#include <random>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "explain/story.h"
#include "os/io.h"

namespace muster::cli {
namespace {

constexpr const char* usage =
    R"(Usage: muster demo [OPTION]...
The reference run: init starts the Scheduler and the workers P1 to P4; each draws
a random number from 0 to 19 and writes it to its own pipe; init gathers them into
shared memory; the Scheduler puts them in order and prints the list.

)";

struct Draw {
  std::uint64_t max = 19;
  std::uint64_t count = 1;
  std::optional<std::uint64_t> seed;
};

/// What worker `index` does, in its own process, its stdout being its pipe.
int draw_numbers(const Draw& draw, std::uint32_t index, const explain::Story& story) {
  std::random_device device;
  std::seed_seq seeds = draw.seed
                            ? std::seed_seq{static_cast<std::uint32_t>(*draw.seed),
                                            static_cast<std::uint32_t>(*draw.seed >> 32U), index}
                            : std::seed_seq{device(), device(), device(), device()};
  std::mt19937_64 random(seeds);
  std::uniform_int_distribution<std::uint64_t> numbers(0, draw.max);

  constexpr std::size_t write_bytes = 1U << 16U;
  std::string text;
  std::uint64_t bytes = 0;
  std::uint64_t last = 0;
  for (std::uint64_t i = 0; i < draw.count; ++i) {
    last = numbers(random);
    text += fmt::format_int(last).c_str();
    text += '\n';
    if (i + 1 < draw.count && text.size() < write_bytes) continue;
    os::write_all(STDOUT_FILENO, text, "cannot write the worker's pipe");
    bytes += text.size();
    text.clear();
  }
  if (draw.count == 1)
    story.tell("draws {}, writes {} bytes to its pipe, and ends", last, bytes);
  else
    story.tell("draws {} numbers, writes {} bytes to its pipe, and ends", draw.count, bytes);
  return 0;
}

}  // namespace

int demo(int argc, char** argv) {
  init::Plan plan;
  plan.order = order::numeric_order();
  plan.format = deliver::Format::list;
  plan.worker_count = 4;
  // All at once, as long as they are few: a fork copies the table of all pipes open at the time.
  plan.jobs_max = 200;
  Draw draw;
  Release release;
  bool is_help_wanted = false;

  const std::vector<Option> options{
      {0, "workers", "N", "start P1 to PN (1 to 10000; default 4)",
       [&](const std::string& text) {
         plan.worker_count = static_cast<std::uint32_t>(parse_number(text, 1, 10'000, "--workers"));
       }},
      {0, "max", "M", "draw from 0 to M, both included (default 19)",
       [&](const std::string& text) {
         draw.max = parse_number(text, 0, 999'999'999'999'999'999, "--max");
       }},
      {0, "count", "K", "each worker draws K numbers (default 1)",
       [&](const std::string& text) {
         draw.count = parse_number(text, 0, 1'000'000'000, "--count");
       }},
      {0, "random-seed", "S", "draw the same numbers every time",
       [&](const std::string& text) {
         draw.seed =
             parse_number(text, 0, std::numeric_limits<std::uint64_t>::max(), "--random-seed");
       }},
      order_option(release),
      {0, "explain", nullptr, "tell on stderr what happens as it happens: who, what, when",
       [&](const std::string&) { plan.explain_from_ns = explain::now_ns(); }},
      {0, "help", nullptr, "print this and exit",
       [&](const std::string&) { is_help_wanted = true; }},
  };
  const int first = parse_options(argc, argv, options);
  if (is_help_wanted) {
    print(usage + options_help(options));
    return 0;
  }
  if (first < argc) throw UsageError(std::string("'") + argv[first] + "': no operand is expected");

  apply_release(release, plan.order);
  const std::size_t number_bytes = fmt::format_int(draw.max).size() + 1;
  const double bytes = double(plan.worker_count) * double(draw.count) * double(number_bytes);
  if (bytes < 1e6) plan.bytes_expected = static_cast<std::size_t>(bytes);
  plan.task = [&](std::uint32_t index) {
    return worker::Task{{},
                        [&draw, &plan, index] {
                          const std::string name = fmt::format("P{}", index + 1);
                          const auto story = plan.explain_from_ns
                                                 ? explain::Story(name, *plan.explain_from_ns)
                                                 : explain::Story();
                          return draw_numbers(draw, index, story);
                        },
                        "draws a random number"};
  };
  return carry_out(plan);
}

}  // namespace muster::cli
