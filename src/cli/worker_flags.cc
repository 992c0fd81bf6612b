// The options that say which workers there are, and what happens to them.

#include <csignal>
#include <limits>

#include "cli/flags.h"

namespace muster::cli {
namespace {

constexpr Flag flags[] = {
    {.letter = 'j',
     .name = "jobs",
     .argument = "N",
     .takes = Takes::file,
     .commands = command::run,
     .section = Section::workers,
     .help = "run at most N workers at a time: a number, N% of the number of processors, +N or -N "
             "of these, 0 (no limit), or a file that says one of these, read before each start; "
             "default: the number of processors, or 0 with -m, --order=arrival and "
             "--order=round-robin",
     .manual =
         "Run *N* workers at a time; *N*`%` of the number of processors; `+`*N* more or `-`*N* "
         "fewer than there are processors, at least one; or as many as possible (`0`). Anything "
         "else is a file that says one of these: it is read again before each start, so a run can "
         "be given more or less room. The default is the number of processors, or 0 with `-m`, "
         "`--order=arrival` and `--order=round-robin`, which need the records of every worker as "
         "they come. If the limit on open files allows fewer, fewer run.\n\n"
         "Started by a make(1) that runs jobs side by side, in a recipe that begins with `+`, "
         "muster without `-j` is a client of its jobserver: it runs as many workers as make has "
         "room for.",
     .apply = take_jobs},
    {.name = "workers",
     .argument = "N",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help = "start COMMAND N times, without INPUTs (default 1)",
     .manual = "Without inputs: start *COMMAND* *N* times (default 1).",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.workers = number_of(value, 1, 1'000'000); }},
    {.name = "delay",
     .argument = "TIME",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help = "wait at least TIME between the starts of two workers (default 0)",
     .manual = "Wait at least *TIME* between the starts of two workers (default 0).",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.control.start_delay = duration_of(value); }},
    {.name = "load",
     .argument = "N",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help = "start no worker while the load is N or more, or N% of the number of processors",
     .manual = "Start no worker while the load of the machine is *N* or more, or *N*`%` of the "
               "number of processors. The load is how many processes run or wait for a processor "
               "or a disk: the mean of the last minute, or now, whichever is more.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.control.load_max = load_of(value); }},
    {.name = "memfree",
     .argument = "SIZE",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help =
         "start no worker while less memory than SIZE is free (K, M, G… may follow; default K); "
         "below half of it, end the youngest and start it again later",
     .manual =
         "Start no worker while less than *SIZE* of memory is free, or while processes lose "
         "much of their time waiting for memory. *SIZE* is a number of KiB, or is followed by "
         "b, K, M, G and so on, or `%` of what is free now. Below half of it the youngest "
         "worker is killed, if others run, and started again later, which does not count as "
         "a try; in orders that stream that is only done with `--partial`.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.control.free_bytes_min = size_of(value); }},
    {.name = "partial",
     .commands = command::run,
     .section = Section::workers,
     .help = "when a worker fails, go on, and print what the others wrote",
     .manual = "When a worker fails, go on, and print what the workers that succeeded have "
               "written. The exit status still counts the failures.",
     .apply = [](Arguments& arguments, const Value&) { arguments.control.partial = true; }},
    {.name = "halt",
     .argument = "WHEN",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help = "what ends the run; WHEN a worker fails: now (the default) stops all, soon starts no "
             "more and lets those that run finish, never runs all (the default with --partial); "
             "append ,fail=N, ,success=N or ,done=N to now or soon to wait for that many workers, "
             "or N% of them",
     .manual =
         "What ends the run, *WHEN* workers fail. `now` stops all that run; it is the default. "
         "`soon` starts no more workers and lets those that run finish. `never` runs all of them; "
         "it is the default with `--partial`.\n\n"
         "After `now` or `soon`, `,fail=`*N* says how many failures it takes (default 1), "
         "`,success=`*N* that so many workers which succeed end the run, and `,done=`*N* that so "
         "many do which end in one way or the other. *N*`%` is a share of all workers. With "
         "`,success=` the run has what it wants then: the records of those that have succeeded are "
         "printed, and the exit status is 0. Workers that are stopped because of `,success=` or "
         "`,done=`, or with `--partial`, have neither succeeded nor failed, and their records are "
         "discarded.\n\n"
         "Without `--partial`, a sorted run in which a worker fails prints nothing.",
     .apply = [](Arguments& arguments, const Value& value) { arguments.halt = halt_of(value); }},
    {.name = "timeout",
     .argument = "TIME",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help = "end a worker that runs longer than TIME, or than N% of the median of those that have "
             "succeeded: it has failed",
     .manual = "End a worker that runs longer than *TIME*: it is sent SIGTERM, and SIGKILL if it "
               "still runs after the time of `--kill-after` (or what `--term-seq` says), and has "
               "failed however it ends. *N*`%` is a share of the median time of the workers that "
               "have succeeded, and holds as soon as three have. 0 means no limit, the default. "
               "With `--retries` each try has this time.",
     .apply = [](Arguments& arguments,
                 const Value& value) { take_timeout(arguments.control, value); }},
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
           arguments.control.retries =
               static_cast<std::uint32_t>(number_of(value, 1, 1'000'000)) - 1;
         }},
    {.name = "retry-delay",
     .argument = "TIME",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help = "wait TIME before the next try of a worker (default 0); with ,double after it, twice "
             "as long before each further one",
     .manual = "Wait *TIME* before the next try of a worker that has failed (default 0). With "
               "`,double` after it, as in `1s,double`, wait twice as long before each further try.",
     .apply = [](Arguments& arguments,
                 const Value& value) { take_retry_delay(arguments.control, value); }},
    {.name = "kill-after",
     .argument = "TIME",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help = "send SIGKILL to what still runs TIME after SIGTERM (default 1s; s, m, h or d may "
             "follow the number)",
     .manual = "Processes that have to end are sent SIGTERM, and SIGKILL if they still run *TIME* "
               "later (default 1s). *TIME* is a number of seconds, or is followed by s, m, h or d.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           arguments.control.end_steps = {{SIGTERM, duration_of(value)}};
         }},
    {.name = "term-seq",
     .argument = "STEPS",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::workers,
     .help = "end processes by STEPS: signals, each with the milliseconds until the next (default "
             "TERM,1000,KILL)",
     .manual = "End processes that have to end by *STEPS*: signals, by name or number, each with "
               "the milliseconds until the next, as in `INT,500,TERM,1000,KILL`. SIGKILL comes "
               "last, whether it is named or not. This is `--kill-after` with more than one step; "
               "of the two, the one that is given last counts.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.control.end_steps = end_steps_of(value); }},

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
