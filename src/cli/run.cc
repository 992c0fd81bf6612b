// `muster run`: the user's programs for P1…Pn.

#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/help.h"
#include "cli/parse.h"
#include "cli/planning.h"

namespace muster::cli {
namespace {

constexpr const char* usage =
    R"(Usage: muster run [OPTION]... COMMAND [ARG]... [::: INPUT...]
  or:  muster run [OPTION]... ::: COMMAND-LINE...
Run COMMAND once for each INPUT, side by side, and print all the records
(lines) that they write in one order: all of them, or none and an error.

A COMMAND of several words is run without a shell; one word is a line for
/bin/sh. {} stands for the INPUT (quoted, in a shell line), {#} for the
worker's number; without {} the INPUT is appended. Without COMMAND each INPUT
is a shell line. Workers read /dev/null, and have MUSTER_WORKER=1, 2 and so on
in their environment.

)";

constexpr const char* exit_status =
    R"(
Exit status:
  0       every worker ended with status 0, and all was printed
  1-100   that many workers failed before the run was stopped; 101: more
  125     muster itself failed, or was misused
  126     COMMAND cannot be run
  127     COMMAND was not found
After SIGINT, SIGTERM, SIGHUP or SIGQUIT muster stops the workers, cleans up
and ends by the same signal.

Examples:
  muster run -n 'zcat {} | cut -f2' ::: shard-*.gz
  muster run --order=arrival ::: 'tail -f a.log' 'tail -f b.log'
)";

}  // namespace

int run(int argc, char** argv) {
  const Arguments arguments = parse(command::run, argc, argv);
  if (arguments.wants_help) {
    print(usage + options_help(command::run) + exit_status);
    return 0;
  }
  return carry_out(plan_run(arguments), arguments.explains);
}

}  // namespace muster::cli
