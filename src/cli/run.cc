// `muster run`: the user's programs for P1…Pn.

#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/help.h"
#include "cli/host.h"
#include "cli/parse.h"
#include "cli/planning.h"
#include "cli/usage_error.h"
#include "report/status.h"

namespace muster::cli {
namespace {

constexpr const char* usage =
    R"(Usage: muster run [OPTION]... COMMAND [ARG]... [::: INPUT...]...
  or:  muster run [OPTION]... ::: COMMAND-LINE...
Run COMMAND once for each INPUT, side by side, and print all the records
(lines) that they write in one order: all of them, or none and an error.

A COMMAND of several words is run without a shell; one word is a line for
/bin/sh. Without COMMAND each INPUT is a shell line. Workers read /dev/null,
or blocks of standard input (--pipe), and have MUSTER_WORKER=1, 2 and so on,
and MUSTER_SLOT, in their environment.

INPUTs stand after ::: or, one a line, in FILEs after :::: or -a. Lists that
follow each other are combined, each INPUT with each; :::+ and ::::+ link a
list to the one before, first with first, second with second.

In COMMAND these stand for INPUTs, quoted in a shell line, and for numbers;
without any of them the INPUTs are appended:
  {}  {1} {2} {-1}   all, the first, the second, the last
  {.} {/} {//} {/.}  without extension, without folder, the folder, without
                     both; also of one: {1.} {2/} {-1//} {1/.}
  {#} {##} {%}       the worker's number, of how many, its slot

)";

constexpr const char* exit_status =
    R"(
Exit status:
  0       every worker ended with status 0, and all was printed
  1-100   that many workers failed before the run was stopped; 101: more
  125     muster itself failed, or was misused
  126     COMMAND cannot be run
  127     COMMAND was not found
After SIGINT, SIGTERM or SIGQUIT muster stops the workers, cleans up and ends
by the same signal. After SIGHUP it starts no more, and lets those that run
finish. SIGUSR1 lists those that run.

Examples:
  muster run -n 'zcat {} | cut -f2' ::: shard-*.gz
  muster run --tag './sim --size {1} --seed {2}' ::: 10 20 ::: 1 2 3
  find . -name '*.gz' -print0 | muster run -0 -a - 'zcat {} | wc -l'
  muster run --pipe -n 'grep -v ^#' < huge.csv
  muster run --order=arrival ::: 'tail -f a.log' 'tail -f b.log'
)";

int carry_out(const Arguments& arguments, Host& host) {
  const plan::Run plan = plan_run(arguments);
  return arguments.is_dry_run ? dry_run(plan) : carry_out(plan, arguments, host);
}

}  // namespace

int run(int argc, char** argv) {
  const Arguments arguments = parse(command::run, argc, argv);
  if (arguments.wants_help) {
    print(usage + options_help(command::run) + exit_status);
    return 0;
  }
  if (arguments.host.tells_workers && !arguments.host.status)
    throw UsageError("--status-workers can only be used with --status-fd");
  if (arguments.host.plan && (!arguments.operands.empty() || arguments.has_other_options))
    throw UsageError(
        "--plan-fd cannot be used with COMMAND, inputs or other options: they are in the plan");
  Host host(arguments.host);
  int ended_with = status::muster_failed;
  try {
    ended_with = arguments.host.plan ? carry_out(planned_arguments(arguments.host), host)
                                     : carry_out(arguments, host);
  } catch (const std::exception& error) {
    if (host.status() == nullptr) throw;
    if (!host.status()->has_ended())
      host.status()->write(report::message_line(error.what(), /*is_error=*/true));
  }
  if (host.status() != nullptr && !host.status()->has_ended())
    host.status()->end(report::end_line({ended_with, 0}, host.status()->lost()));
  return ended_with;
}

}  // namespace muster::cli
