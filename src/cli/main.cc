// muster: ordered fan-in for processes. argv[0] and the command decide which role this process has.
//
//   muster-sched     the Scheduler, started by init only
//   muster-dealer    the Dealer, started by init only
//   muster run       init, with the user's programs
//   muster demo      init, with workers that draw random numbers
//   muster sort      no role: the order engine on files; also under the name of sort

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/causes.h"
#include "cli/commands.h"
#include "cli/host.h"
#include "cli/operands.h"
#include "cli/reporting.h"
#include "cli/usage_error.h"
#include "dealer/dealer.h"
#include "filesort/bad_input.h"
#include "gnu/options.h"
#include "init/run.h"
#include "muster/version.h"
#include "os/given_descriptors.h"
#include "os/io.h"
#include "os/message.h"
#include "os/signals.h"
#include "os/stand_aside.h"
#include "os/standard_input.h"
#include "os/this_process.h"
#include "protocol/dealing.h"
#include "protocol/protocol.h"
#include "scheduler/scheduler.h"

namespace muster::cli {
namespace {

constexpr const char* usage =
    R"(Usage: muster COMMAND [ARGUMENT]...
Run programs side by side and combine what they write into one ordered stream:
all of it, or an error.

Commands:
  run   run programs and print their records in order
  sort  print the records of files in order, like sort(1)
  demo  a small demonstration: four workers, four random numbers, one list

Options:
  --help     print this help and exit (also: muster COMMAND --help)
  --version  print the version and exit
)";

struct Command {
  std::string_view name;
  int (*carry_out)(int argc, char** argv);
  int failure;  // its exit status for all failures that have none of their own
};

/// The binary itself: its help, its version, and what is generated from its options.
int about(int argc, char** argv) {
  const std::string_view word = argc > 0 ? argv[0] : "";
  if (word.empty()) throw UsageError("no command given");
  if (word == "--version") {
    print_version();
  } else if (word == "--help" || word == "help") {
    print(usage);
  } else if (word == "--generate" && argc == 2) {
    generate(argv[1]);
  } else {
    throw UsageError(fmt::format("'{}' is not a command", word));
  }
  return 0;
}

constexpr Command commands[] = {{"run", run, status::muster_failed},
                                {"demo", demo, status::muster_failed},
                                {"sort", sort, status::sort_failed},
                                {"", about, status::muster_failed}};

const Command& command_named(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(commands), std::end(commands),
                   [&](const Command& command) { return command.name == name; });
  return found != std::end(commands) ? *found : *std::prev(std::end(commands));
}

/// What messages begin with: the binary may be called muster or sort.
std::string_view program = "muster";

void say(const std::string& text, char end = '\n') {
  os::write_message(text + end);
}

/// Carries out a command whose name argv[0] was, and says what is wrong if it fails.
int carry_out_command(const Command& command, int argc, char** argv) {
  const bool has_own_help = !command.name.empty() && command.name != program;
  const auto say_usage_error = [&](std::string_view what, const std::string& explanation) {
    if (!what.empty())
      complain(has_own_help ? fmt::format("{}: {}", command.name, what) : std::string(what));
    if (!explanation.empty()) say(explanation);
    // sort says where help is only when it explains, and when getopt_long has spoken.
    if (program == "sort" && !what.empty() && explanation.empty()) return;
    say(fmt::format("Try '{}{}{} --help' for more information.", program, has_own_help ? " " : "",
                    has_own_help ? command.name : ""));
  };
  try {
    return command.carry_out(argc, argv);
  } catch (const UsageError& error) {
    say_usage_error(error.what(), error.explanation());
  } catch (const gnu::OrderError& error) {
    say_usage_error(error.what(), {});
  } catch (const filesort::BadInput& error) {
    complain(sentence(error.cause()));
  } catch (const std::exception& error) {
    complain(error.what());
  }
  return command.failure;
}

bool reads_standard_input(const plan::Run& plan) {
  if (plan.dealing) return true;
  if (!plan.commands.inputs) return false;
  const auto& sources = plan.commands.inputs->sources;
  return std::any_of(sources.begin(), sources.end(),
                     [](const input::Source& source) { return source.path == "-"; });
}

/// If no signal ends it.
int exit_status(const init::Outcome& outcome) {
  if (outcome.run_failed) return status::muster_failed;
  if (outcome.command_error != 0)
    return outcome.command_error == ENOENT ? status::not_found : status::cannot_run;
  return static_cast<int>(
      std::min<std::uint32_t>(outcome.jobs_failed, status::more_than_100_failed));
}

/// Runs the role that the command line asks for.
int run_role(int argc, char** argv) {
  const std::string_view path = argc > 0 ? argv[0] : "";
  std::string name = "sort";
  if (path.substr(path.rfind('/') + 1) == name) {
    program = "sort";
  } else {
    if (argc > 0) --argc, ++argv;
    name = argc > 0 ? argv[0] : "";
  }
  const Command& command = command_named(name);
  // What getopt_long begins its messages with.
  std::string title = command.name == program ? name : fmt::format("{}: {}", program, name);
  if (!command.name.empty()) argv[0] = title.data();
  return carry_out_command(command, argc, argv);
}

}  // namespace

void complain(std::string_view message, char end) {
  say(fmt::format("{}: {}", program, message), end);
}

void print(const std::string& text) {
  os::write_all(STDOUT_FILENO, text, "cannot write standard output");
}

void print_version() {
  print(fmt::format("muster {}\n", version));
}

int carry_out(const plan::Run& plan, const Arguments& arguments, Host& host) {
  const event::Time start = event::Clock::now();
  os::stand_aside_for_child();
  init::Tasks tasks(plan.commands, plan.records.framing.delimiter());
  check_shell_line(plan.commands, tasks.names());
  if (plan.order.awaits_single_workers()) tasks.take_all();  // it goes by all workers
  const init::Resumption resumption(plan.history);
  std::optional<Reports> reports(std::in_place, plan, arguments, host.status(), tasks, resumption,
                                 start);
  init::Outcome outcome = init::run(plan, tasks, resumption, reports->sinks(), host.ends());
  outcome.jobs_failed += resumption.failures();
  const int status = exit_status(outcome);
  try {
    reports->finish({status, outcome.signal});
  } catch (const std::system_error& failure) {
    if (outcome.signal == 0) throw;
    // The signal says more of the run than this does.
    if (host.status() == nullptr) complain(failure.what());
  }
  reports.reset();  // some may not have told all yet
  if (outcome.signal == 0 && !arguments.pauses && host.status() == nullptr &&
      !reads_standard_input(plan) && os::is_standard_input_unread())
    complain("standard input was not read: -a - reads inputs from it, --pipe deals it out");
  if (outcome.signal != 0) os::die_of_signal(outcome.signal);
  return status;
}

}  // namespace muster::cli

int main(int argc, char** argv) {
  using namespace muster;
  try {
    os::occupy_standard_streams();
    os::ignore(SIGXFSZ);  // a write that fails says it better; workers have the default
    if (argc > 0 && std::strcmp(argv[0], protocol::process_name) == 0)
      return scheduler::run(argc > 1 ? argv[1] : "");
    if (argc > 0 && std::strcmp(argv[0], protocol::dealer_process_name) == 0) return dealer::run();
    return cli::run_role(argc, argv);
  } catch (...) {  // not even the message could be made: out of memory
    return cli::status::muster_failed;
  }
}
