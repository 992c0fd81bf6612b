#ifndef MUSTER_CLI_COMMANDS_H
#define MUSTER_CLI_COMMANDS_H

#include <string>
#include <string_view>

#include "cli/arguments.h"
#include "plan/plan.h"

namespace muster::cli {

class Host;

/// `muster demo …`, `muster run …` and `muster sort …`: argv[0] is the command's name. Return the
/// exit status, or end this process by the signal that ended the run. Throw UsageError.
int demo(int argc, char** argv);
int run(int argc, char** argv);
int sort(int argc, char** argv);

/// Prints one of the files that the build makes of the table of options: generate.cc lists them.
/// Throws UsageError.
void generate(std::string_view kind);

/// Carries out the plan, tells of it what the arguments ask for, and turns the outcome into the
/// exit status. The host, if there is one, is told too, and may end it.
int carry_out(const plan::Run& plan, const Arguments& arguments, Host& host);

/// Prints what the plan would run, a line for the shell for each job. Returns the exit status.
int dry_run(const plan::Run& plan);

/// Says on stderr what is wrong, after the name of the program and before `end`.
void complain(std::string_view message, char end = '\n');

void print_version();

/// Prints on stdout; throws std::system_error if that fails.
void print(const std::string& text);

/// Exit statuses that are not a number of workers.
namespace status {
inline constexpr int sort_failed = 2;
inline constexpr int more_than_100_failed = 101;
inline constexpr int muster_failed = 125;
inline constexpr int cannot_run = 126;
inline constexpr int not_found = 127;
}  // namespace status

}  // namespace muster::cli

#endif
