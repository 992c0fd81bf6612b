// The options that say what is told and kept of a run, besides its records.

#include "cli/flags.h"
#include "cli/usage_error.h"

namespace muster::cli {
namespace {

constexpr unsigned every_run = command::run | command::demo;

constexpr Choice summaries[] = {{"text", ""}, {"json", ""}};
constexpr std::size_t json = 1;

constexpr Flag flags[] = {
    {.name = "joblog",
     .argument = "FILE",
     .takes = Takes::file,
     .commands = command::run,
     .section = Section::reports,
     .help = "write a line to FILE for each worker that is over, as GNU parallel does",
     .manual =
         "Write a line to *FILE* for each worker that is over: its number, when it started, how "
         "long it ran, what it wrote, how it ended, and its command, in the format of GNU "
         "parallel's `--joblog`. A worker that was ended because the run ended has no line. "
         "*FILE* is replaced, or continued with `--resume` and `--resume-failed`.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           if (value.text.empty()) throw UsageError("--joblog: the name of the file is empty");
           arguments.reporting.job_log = value.text;
         }},
    {.name = "resume",
     .commands = command::run,
     .section = Section::reports,
     .help = "run only workers that have no line in the job log; continue it",
     .manual =
         "Run only workers that have no line in the file of `--joblog`, which may be GNU "
         "parallel's, and continue it. They are told by their numbers; a message says so if a "
         "command has changed. With `--results`, what workers that are not run again have written "
         "then is printed with the rest; else only what the others write. Workers that have failed "
         "then are not run again either, and count in the exit status.",
     .apply = [](Arguments& arguments, const Value&) { arguments.reporting.resumes = true; }},
    {.name = "resume-failed",
     .commands = command::run,
     .section = Section::reports,
     .help = "the same, but run those that have failed again, too",
     .manual = "The same, but run workers that have failed again, too.",
     .apply = [](Arguments& arguments, const Value&) { arguments.reporting.reruns_failed = true; }},
    {.name = "results",
     .argument = "DIR",
     .takes = Takes::folder,
     .commands = command::run,
     .section = Section::reports,
     .help = "keep what each worker writes, and how it ended, in DIR/NUMBER",
     .manual = "Keep what each worker writes and how it ended, too: for worker 7 in "
               "*DIR*`/000007/stdout`, `stderr` and `status.json`. They appear when the worker is "
               "over, and those of an earlier try or run are replaced.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           if (value.text.empty()) throw UsageError("--results: the name of the folder is empty");
           arguments.reporting.results = value.text;
         }},
    {.name = "report",
     .argument = "FILE",
     .takes = Takes::file,
     .commands = every_run,
     .section = Section::reports,
     .help = "make of the run a page to look at: FILE, as HTML",
     .manual =
         "Make of the run a page to look at, and replace *FILE* by it when the run is over, also "
         "if "
         "it fails or is interrupted: why workers failed, with the last lines that each wrote to "
         "standard error; a timeline of all workers; what ran, came, was held and was spilled at "
         "each time; how long workers took; the values, if the order is numeric; a table of the "
         "workers; for the reference run its steps, drawn. It is HTML in one file, which needs "
         "neither a network nor JavaScript. Standard "
         "error of workers is a pipe then, which is passed on in whole lines.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           if (value.text.empty()) throw UsageError("--report: the name of the file is empty");
           arguments.reporting.page = value.text;
         }},
    {.name = "tag-stderr",
     .commands = command::run,
     .section = Section::reports,
     .help =
         "pass stderr of workers on in whole lines, each after the worker's number or --tagstring",
     .manual = "Pass what workers write to standard error on in whole lines, each after the tag of "
               "the worker (its number, unless `--tagstring` says otherwise) and a tab.",
     .apply = [](Arguments& arguments, const Value&) { arguments.reporting.tags_stderr = true; }},
    {.name = "progress",
     .commands = command::run,
     .section = Section::reports,
     .help = "show how far the run is, on stderr; the default at a terminal, after 2 seconds",
     .manual =
         "Show how far the run is: how many workers are done, run and have failed, how long the "
         "rest will take, what has been read, and which worker has run longest. At a terminal that "
         "is one line, which goes when the run ends; elsewhere a line every 10 seconds. It is the "
         "default where standard error is a terminal, once a run has lasted 2 seconds; then the "
         "standard error of workers is a pipe, which is passed on in whole lines. `TERM=dumb` "
         "means that there is no line, `NO_COLOR` that it has no colors. When records are printed "
         "at the same terminal as they come, there is no line either.",
     .apply =
         [](Arguments& arguments, const Value&) {
           if (arguments.reporting.progress != Reporting::Progress::bar)
             arguments.reporting.progress = Reporting::Progress::line;
         }},
    {.name = "bar",
     .commands = command::run,
     .section = Section::reports,
     .help = "the same, with a bar",
     .manual = "The same, with a bar and a percentage.",
     .apply = [](Arguments& arguments,
                 const Value&) { arguments.reporting.progress = Reporting::Progress::bar; }},
    {.name = "no-progress",
     .commands = command::run,
     .section = Section::reports,
     .help = "show no progress; at a terminal, workers have it as their stderr",
     .manual =
         "Show no progress. At a terminal, workers have the terminal as their standard error.",
     .apply = [](Arguments& arguments,
                 const Value&) { arguments.reporting.progress = Reporting::Progress::none; }},
    {.name = "summary",
     .argument = "FORMAT",
     .takes = Takes::word,
     .argument_is_optional = true,
     .choices = summaries,
     .commands = every_run,
     .section = Section::reports,
     .help = "print at the end, on stderr, how the run went: text (the default) or json",
     .manual =
         "Print at the end, on standard error, how the run went: its exit status and why, what "
         "became of the workers, records and bytes, time and memory, what was spilled, and the "
         "slowest workers. `text` is the default; `json` is one line, for programs.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           const bool is_json = !value.text.empty() && value.choice == json;
           arguments.reporting.summary =
               is_json ? Reporting::Summary::json : Reporting::Summary::text;
         }},
    {.name = "summary-file",
     .argument = "FILE",
     .takes = Takes::file,
     .commands = every_run,
     .section = Section::reports,
     .help = "write the same as JSON to FILE, also if the run fails",
     .manual = "Write the same as JSON to *FILE*, also if the run fails or is interrupted.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           if (value.text.empty())
             throw UsageError("--summary-file: the name of the file is empty");
           arguments.reporting.summary_file = value.text;
         }},
    {.name = "trace",
     .argument = "FILE",
     .takes = Takes::file,
     .commands = every_run,
     .section = Section::reports,
     .help = "write what happens, when, to FILE as a Chrome trace (for ui.perfetto.dev)",
     .manual =
         "Write what happens and when to *FILE*, while it happens, as a trace in Chrome's "
         "format: ui.perfetto.dev, chrome://tracing and speedscope show it. Each slot is a "
         "track with a span for each worker; init and the Scheduler have spans for what they "
         "do; running workers, bytes, records, slabs and memory are counters. What a run that "
         "was killed has left opens, too.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           if (value.text.empty()) throw UsageError("--trace: the name of the file is empty");
           arguments.reporting.trace = value.text;
         }},
};

}  // namespace

std::span<const Flag> report_flags() {
  return flags;
}

}  // namespace muster::cli
