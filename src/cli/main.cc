// muster: ordered fan-in for processes. Which role is this process to play?
//
//   muster-sched     the Scheduler, started by init and by nobody else
//   muster demo      init, with workers that draw random numbers
//   muster run       init, with the user's programs

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "muster/version.h"
#include "os/fd.h"
#include "os/process.h"
#include "scheduler/protocol.h"
#include "scheduler/scheduler.h"

namespace muster::cli {
namespace {

constexpr const char* usage =
    R"(Usage: muster COMMAND [ARGUMENT]...
Ordered fan-in for processes: run programs side by side, gather what they write,
and print all of it in one order, or an error.

Commands:
  run        run programs and print their records in order
  demo       the reference run: four workers, four random numbers, one sorted list

      --help     print this and exit (also: muster COMMAND --help)
      --version  print the version and exit
)";

void say(const std::string& text) {
  const std::string line = text + '\n';
  // stderr is all there is to complain to.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

void complain(std::string_view message) {
  say(fmt::format("muster: {}", message));
}

int dispatch(int argc, char** argv) {
  const std::string_view command = argc > 1 ? argv[1] : "";
  if (command == "run") return run(argc - 1, argv + 1);
  if (command == "demo") return demo(argc - 1, argv + 1);
  if (command == "--help" || command == "help") {
    print(usage);
    return 0;
  }
  if (command == "--version") {
    print(fmt::format("muster {}\n", version));
    return 0;
  }
  if (command.empty()) throw UsageError("no command given");
  throw UsageError(fmt::format("'{}' is not a command", command));
}

/// The command, and what is to be said if it fails.
int carry_out_command(int argc, char** argv) {
  try {
    return dispatch(argc, argv);
  } catch (const UsageError& error) {
    const std::string_view command = argc > 1 ? argv[1] : "";
    const std::string of = command == "run" || command == "demo" ? argv[1] : "";
    const std::string_view what = error.what();
    if (!what.empty()) complain(of.empty() ? std::string(what) : fmt::format("{}: {}", of, what));
    say(fmt::format("Try 'muster {}--help' for more information.", of.empty() ? of : of + ' '));
  } catch (const std::exception& error) {
    complain(error.what());
  }
  return status::muster_failed;
}

}  // namespace

void print(const std::string& text) {
  os::write_all(STDOUT_FILENO, text, "standard output");
}

int carry_out(init::Plan& plan) {
  plan.report = complain;
  const init::Outcome outcome = init::run(plan);
  if (outcome.signal != 0) os::die_of_signal(outcome.signal);
  if (outcome.run_failed) return status::muster_failed;
  if (outcome.command_error != 0)
    return outcome.command_error == ENOENT ? status::not_found : status::cannot_run;
  return static_cast<int>(
      std::min<std::uint32_t>(outcome.workers_failed, status::more_than_100_failed));
}

}  // namespace muster::cli

int main(int argc, char** argv) {
  using namespace muster;
  try {
    os::occupy_standard_streams();
    if (argc > 0 && std::strcmp(argv[0], scheduler::process_name) == 0)
      return scheduler::play(argc > 1 ? argv[1] : "");
    return cli::carry_out_command(argc, argv);
  } catch (...) {  // not even the message could be made: out of memory
    return cli::status::muster_failed;
  }
}
