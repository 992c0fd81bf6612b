// The options for programs that start muster and read what becomes of the run (docs/protocol.md).

#include <limits>

#include "cli/flags.h"

namespace muster::cli {
namespace {

int descriptor_of(const Value& value) {
  return static_cast<int>(number_of(value, 0, std::numeric_limits<int>::max()));
}

constexpr Flag flags[] = {
    {.name = "plan-fd",
     .argument = "N",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::host,
     .help = "read the options, COMMAND and the inputs from descriptor N",
     .manual = "Read all other options, *COMMAND* and the inputs from descriptor *N*, in place of "
               "the command line: `muster-plan 1 ` and their number, then each of them, all "
               "followed by NUL.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.host.plan = descriptor_of(value); }},
    {.name = "status-fd",
     .argument = "N",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::host,
     .help = "write failures and the end of the run to descriptor N as lines of JSON",
     .manual =
         "Write what becomes of the run to descriptor *N*, in place of messages on standard error: "
         "a line of JSON for each worker that fails, with its command, its cause and the last "
         "lines that it wrote to standard error, and one for the end. The run does not wait for "
         "the reader. Standard error of workers is a pipe then, which is passed on in whole "
         "lines.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.host.status = descriptor_of(value); }},
    {.name = "status-workers",
     .commands = command::run,
     .section = Section::host,
     .help = "write a line there when each worker starts and ends, too",
     .manual = "With `--status-fd`, write a line when each worker starts, ends or is tried again, "
               "too.",
     .apply = [](Arguments& arguments, const Value&) { arguments.host.tells_workers = true; }},
    {.name = "host-fd",
     .argument = "N",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::host,
     .help = "end the run when descriptor N becomes readable or hangs up; may be repeated",
     .manual =
         "End the run, as SIGTERM does, when descriptor *N* becomes readable or hangs up: a pidfd "
         "of the process that started muster does so when that ends, a pipe when its other end is "
         "closed. Several may be given.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.host.ends.push_back(descriptor_of(value)); }},
};

}  // namespace

std::span<const Flag> host_flags() {
  return flags;
}

}  // namespace muster::cli
