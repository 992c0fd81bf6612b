// `muster demo`: the reference run. Its workers draw numbers (worker/draw.h).

#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/help.h"
#include "cli/host.h"
#include "cli/parse.h"
#include "cli/planning.h"

namespace muster::cli {
namespace {

constexpr const char* usage =
    R"(Usage: muster demo [OPTION]...
The reference run: init starts the Scheduler and the workers P1 to P4; each
draws a random number from 0 to 19 and writes it to its own pipe; init gathers
the numbers into shared memory; the Scheduler sorts them and prints the list.

)";

}  // namespace

int demo(int argc, char** argv) {
  const Arguments arguments = parse(command::demo, argc, argv);
  if (arguments.wants_help) {
    print(usage + options_help(command::demo));
    return 0;
  }
  Host none;
  return carry_out(plan_demo(arguments), arguments, none);
}

}  // namespace muster::cli
