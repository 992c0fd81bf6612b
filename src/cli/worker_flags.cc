// The options that say which workers there are, and what happens to them.

#include <limits>

#include "cli/flags.h"

namespace muster::cli {
namespace {

constexpr Flag flags[] = {
    {.letter = 'j',
     .name = "jobs",
     .argument = "N",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help = "run at most N workers at a time, or N% of the number of processors; 0: no limit; "
             "default: "
             "the number of processors, or 0 with -m, --order=arrival and --order=round-robin",
     .manual =
         "Run *N* workers at a time, *N*`%` of the number of processors, or as many as possible "
         "(`0`). The default is the number of processors, or 0 with `-m`, `--order=arrival` and "
         "`--order=round-robin`, which need the records of every worker as they come. If the limit "
         "on open files allows fewer, fewer run.",
     .apply = [](Arguments& arguments, const Value& value) { arguments.jobs = jobs_of(value); }},
    {.name = "workers",
     .argument = "N",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help = "start COMMAND N times, without INPUTs (default 1)",
     .manual = "Without inputs: start *COMMAND* *N* times (default 1).",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.workers = number_of(value, 1, 1'000'000); }},
    {.name = "partial",
     .commands = command::run,
     .section = Section::workers,
     .help = "when a worker fails, go on, and print what the others wrote",
     .manual = "When a worker fails, go on, and print what the workers that succeeded have "
               "written. The exit status still counts the failures.",
     .apply = note<&Arguments::partial>},
    {.name = "kill-after",
     .argument = "TIME",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help = "send SIGKILL to what still runs TIME after SIGTERM (default 1s; s, m, h or d may "
             "follow the number)",
     .manual = "Processes that have to end are sent SIGTERM, and SIGKILL if they still run *TIME* "
               "later (default 1s). *TIME* is a number of seconds, or is followed by s, m, h or d.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.kill_after = duration_of(value); }},

    {.name = "timeout",
     .argument = "TIME",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help = "end a worker that runs longer than TIME: it has failed",
     .manual = "End a worker that runs longer than *TIME*: it is sent SIGTERM, and SIGKILL if it "
               "still runs after the time of `--kill-after`, and has failed however it ends. 0 "
               "means no limit, the default. With `--retries` each try has this time.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.timeout = duration_of(value); }},
    {.name = "retries",
     .argument = "N",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help = "run a worker that fails up to N times in all, the first included (default 1)",
     .manual =
         "Run a worker that fails up to *N* times in all, counting the first (default 1: it is not "
         "tried again). What a failed try has written is discarded; only a worker whose last try "
         "fails has failed. In orders that "
         "stream this needs `--partial`, since records may have been printed when a try fails.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           arguments.tries = static_cast<std::uint32_t>(number_of(value, 1, 1'000'000));
         }},
    {.name = "retry-delay",
     .argument = "TIME",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help = "wait TIME before the next try of a worker (default 0)",
     .manual = "Wait *TIME* before the next try of a worker that has failed (default 0).",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.retry_delay = duration_of(value); }},
    {.name = "halt",
     .argument = "WHEN",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help = "what ends the run; WHEN a worker fails: now (the default) stops all, soon starts no "
             "more and lets those that run finish, never runs all (the default with --partial); "
             "append ,fail=N or ,fail=N% to now or soon to wait for that many failures",
     .manual =
         "What ends the run, *WHEN* workers fail. `now` stops all that run; it is the default, and "
         "cannot be used with `--partial`. `soon` starts no more workers and lets those that run "
         "finish. `never` runs all of them; it is the default with `--partial`. After `now` or "
         "`soon`, `,fail=`*N* or `,fail=`*N*`%` says how many failures it takes, 1 by default. "
         "Without `--partial`, a sorted run in which a worker fails prints nothing.",
     .apply = [](Arguments& arguments, const Value& value) { arguments.halt = halt_of(value); }},

    {.name = "workers",
     .argument = "N",
     .takes = Takes::text,
     .commands = command::demo,
     .section = Section::workers,
     .help = "start P1 to PN (1 to 10000; default 4)",
     .manual = "Start P1 to P*N*, 1 to 10000 (default 4).",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.workers = number_of(value, 1, 10'000); }},
    {.name = "max",
     .argument = "M",
     .takes = Takes::text,
     .commands = command::demo,
     .section = Section::numbers,
     .help = "draw from 0 to M, both included (default 19)",
     .manual = "Draw from 0 to *M*, both included (default 19).",
     .apply =
         [](Arguments& arguments, const Value& value) {
           arguments.draw_max = number_of(value, 0, 999'999'999'999'999'999);
         }},
    {.name = "count",
     .argument = "K",
     .takes = Takes::text,
     .commands = command::demo,
     .section = Section::numbers,
     .help = "each worker draws K numbers (default 1)",
     .manual = "Each worker draws *K* numbers (default 1).",
     .apply =
         [](Arguments& arguments, const Value& value) {
           arguments.draw_count = number_of(value, 0, 1'000'000'000);
         }},
    {.name = "random-seed",
     .argument = "S",
     .takes = Takes::text,
     .commands = command::demo,
     .section = Section::numbers,
     .help = "draw the same numbers every time for the same S",
     .manual = "Draw the same numbers every time for the same number *S*.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           arguments.draw_seed = number_of(value, 0, std::numeric_limits<std::uint64_t>::max());
         }},
};

}  // namespace

std::span<const Flag> worker_flags() {
  return flags;
}

}  // namespace muster::cli
