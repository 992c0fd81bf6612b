// `muster run`: the user's programs for P1…Pn.

#include <unistd.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <random>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "explain/story.h"
#include "os/memory.h"
#include "segment/layout.h"
#include "worker/task.h"

namespace muster::cli {
namespace {

constexpr const char* usage =
    R"(Usage: muster run [OPTION]... COMMAND [ARG]... [::: INPUT...]
  or:  muster run [OPTION]... ::: COMMAND-LINE...
Run COMMAND once for each INPUT, side by side, and print all the records (lines)
that they write in one order: all of them, or none and an error.

COMMAND in several words is run as it is; in one word it is a line for /bin/sh.
{} stands for the INPUT (quoted, in a shell line), {#} for the worker's number;
without {} the INPUT is appended. Without COMMAND each INPUT is a shell line.
Workers read /dev/null and have MUSTER_WORKER=1, 2, … in their environment.

)";

constexpr const char* exit_status =
    R"(
Exit status: 0 if every worker ended with status 0 and all was printed; 1 to 100:
that many workers failed, 101: more; 125: muster itself failed; 126: COMMAND
cannot be run; 127: it was not found. After INT, TERM, HUP or QUIT muster cleans
up and ends by the same signal.

Examples:
  muster run -n 'zcat {} | cut -f2' ::: shard-*.gz
  muster run --order=arrival ::: 'tail -f a.log' 'tail -f b.log'
)";

constexpr std::string_view separator = ":::";

/// All of them before any worker starts.
void check_tags(const init::Plan& plan) {
  if (plan.framing.is_of_size())
    throw UsageError("--tag and --tagstring go before lines, and --records are binary");
  for (std::uint32_t index = 0; index < plan.worker_count; ++index) {
    const std::string tag = plan.tag(index);
    if (tag.size() > segment::tag_bytes_max)
      throw UsageError(fmt::format("--tagstring: the tag of P{} is longer than {} bytes", index + 1,
                                   segment::tag_bytes_max));
    if (tag.find(plan.framing.delimiter()) != std::string::npos)
      throw UsageError(
          fmt::format("--tagstring: the tag of P{} contains the record delimiter", index + 1));
  }
}

/// Several words are one program with its arguments. A first word with a blank in it that is no
/// file was meant to be a shell line.
void check_program(const std::vector<std::string>& words, const std::vector<Option>& options) {
  if (words.size() < 2 || words.front().find(' ') == std::string::npos ||
      ::access(words.front().c_str(), F_OK) == 0)
    return;
  const std::string& second = words[1];
  const bool is_option = std::any_of(options.begin(), options.end(), [&](const Option& option) {
    return (option.letter != 0 && second.starts_with(std::string{'-', option.letter})) ||
           (option.name != nullptr && second.starts_with(fmt::format("--{}", option.name)));
  });
  throw UsageError(
      is_option
          ? fmt::format("'{}' after COMMAND is an argument of COMMAND; put it before '{}'", second,
                        words.front())
          : fmt::format("there is no program '{}': several words are one command without a shell; "
                        "put ::: before command lines",
                        words.front()));
}

}  // namespace

int run(int argc, char** argv) {
  init::Plan plan;
  std::optional<std::size_t> jobs;
  std::size_t workers = 1;
  bool is_worker_count_given = false;
  std::random_device device;
  bool is_help_wanted = false;

  Release release;
  order::Options ordering;
  Records records;
  std::vector<Option> options{
      {'j', "jobs", "N",
       "run N workers at a time, N% of the processors, or as many\n"
       "as possible (0, the default with -m, --order=arrival and\n"
       "round-robin; else the number of processors)",
       [&](const std::string& text) { jobs = parse_jobs(text, "--jobs"); }},
      {0, "workers", "N", "without INPUTs: start COMMAND N times (default 1)",
       [&](const std::string& text) {
         workers = parse_number(text, 1, 1'000'000, "--workers");
         is_worker_count_given = true;
       }},
      zero_option(records),
      {'o', "output", "FILE", "write to FILE atomically, and only on success",
       [&](const std::string& text) {
         if (text.empty()) throw UsageError("--output: the name is empty");
         plan.output_path = text;
       }},
      {0, "partial", nullptr, "when a worker fails go on, and print what the others wrote",
       [&](const std::string&) { plan.partial = true; }},
      {0, "kill-after", "TIME",
       "send SIGKILL to what still runs TIME after SIGTERM\n(default 1s; s, m, h or d may follow "
       "the number)",
       [&](const std::string& text) { plan.kill_after = parse_duration(text, "--kill-after"); }},
      {0, "explain", nullptr, "tell on stderr what happens as it happens",
       [&](const std::string&) { plan.explain_from_ns = explain::now_ns(); }},
      {0, "help", nullptr, "print this and exit",
       [&](const std::string&) { is_help_wanted = true; }},
  };
  for (Option& option : ordering_options(ordering)) options.push_back(std::move(option));
  bool is_merge = false;
  options.push_back(
      {'m', "merge", nullptr,
       "each worker's output is in order already: merge it as it\ncomes; a worker that is out of "
       "order has failed",
       [&](const std::string&) { is_merge = true; }});
  options.push_back(order_option(release));
  options.push_back(top_option(plan.top));
  for (Option& option :
       header_options(plan.header, plan.headers_may_differ,
                      "the first N records of each worker are its header: that of\n"
                      "the first comes first, those of the others, which have to\n"
                      "be the same, are dropped"))
    options.push_back(std::move(option));
  std::optional<std::string> tag;
  options.push_back({0, "tag", nullptr, "put the worker's number and a tab before each record",
                     [&](const std::string&) {
                       if (!tag) tag = "{#}";
                     }});
  options.push_back({0, "tagstring", "STR",
                     "put STR there, with {} and {#} replaced as in COMMAND\n({} unquoted)",
                     [&](const std::string& text) { tag = text; }});
  for (Option& option : binary_options(records)) options.push_back(std::move(option));
  Memory memory;
  for (Option& option : memory_options(memory)) options.push_back(std::move(option));
  const int first = parse_options(argc, argv, options);
  if (is_help_wanted) {
    print(usage + options_help(options) + exit_status);
    return 0;
  }
  plan.memory_bytes_max = memory.bytes;
  plan.temporary_folders = memory.folders();
  records.complete();
  check_header(plan.header, plan.headers_may_differ);
  plan.framing = records.framing;
  plan.value = records.value;
  if (records.are_printed) plan.format = deliver::Format::values;
  plan.order = records.order(ordering, {device(), device()});
  apply_release(release, plan.order);
  if (is_merge && plan.order.streams())
    throw UsageError("-m can only be used with --order=ascending or --order=descending");
  if (is_merge) plan.order.policy = order::Policy::merged;
  plan.jobs_max = jobs.value_or(plan.order.wants_all_workers() ? 0 : os::processors());
  // Nobody waits at a terminal for what goes to a file.
  plan.names_awaited = ::isatty(STDERR_FILENO) != 0 && !plan.output_path;
  if (!plan.order.compares() && ordering.is_any_set())
    throw UsageError(
        "options that compare records can only be used with --order=ascending or "
        "--order=descending");

  const std::vector<std::string> operands(argv + first, argv + argc);
  const auto colons = std::find(operands.begin(), operands.end(), separator);
  const std::vector<std::string> words(operands.begin(), colons);
  check_program(words, options);
  const worker::Command command(words);
  const bool has_inputs = colons != operands.end();
  const std::vector<std::string> inputs(has_inputs ? colons + 1 : colons, operands.end());
  if (std::find(inputs.begin(), inputs.end(), separator) != inputs.end())
    throw UsageError("more than one ':::': give all inputs after the first");
  if (operands.empty()) throw UsageError("no COMMAND and no ':::' with command lines");
  if (has_inputs && is_worker_count_given)
    throw UsageError("--workers cannot be used with ':::', which starts one worker for each input");
  if (inputs.size() > std::numeric_limits<std::uint32_t>::max())
    throw UsageError("too many inputs");

  plan.worker_count = static_cast<std::uint32_t>(has_inputs ? inputs.size() : workers);
  const auto input = [&](std::uint32_t index) {
    return has_inputs ? std::optional(inputs[index]) : std::nullopt;
  };
  plan.task = [&](std::uint32_t index) { return command.task(input(index), index + 1); };
  if (tag) {
    plan.tag = [&](std::uint32_t index) { return worker::expand(*tag, input(index), index + 1); };
    check_tags(plan);
  }
  return carry_out(plan);
}

}  // namespace muster::cli
