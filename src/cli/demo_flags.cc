// The options that show how a run works.

#include "cli/flags.h"

namespace muster::cli {
namespace {

constexpr Choice explanations[] = {{"steps", ""}, {"diagram", ""}};
constexpr std::size_t diagram = 1;

constexpr Choice moments[] = {{"early", ""}, {"late", ""}};
constexpr std::size_t early = 0;

constexpr Flag flags[] = {
    {.name = "explain",
     .commands = command::run,
     .section = Section::steps,
     .help = "describe each step on standard error, with its time and process",
     .manual = "Describe on standard error what happens, a line for each step: the time since the "
               "start, the role, its pid, what it does and by which system calls. `NO_COLOR` means "
               "that there are no colors at a terminal.",
     .apply = note<&Arguments::explains>},
    {.name = "explain",
     .argument = "HOW",
     .takes = Takes::word,
     .argument_is_optional = true,
     .choices = explanations,
     .commands = command::demo,
     .section = Section::steps,
     .help = "describe each step on standard error, with its time and process (steps, the "
             "default), or draw all of them at the end (diagram)",
     .manual =
         "`steps` (the default): describe on standard error what happens, a line for each "
         "step: the time since the start, the role, its pid, what it does and by which system "
         "calls. `diagram`: draw them at the end, a lane for each process, with the pipes, "
         "the segment and the numbers; in ASCII where the locale is not UTF-8. `NO_COLOR` "
         "means that there are no colors at a terminal.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           arguments.draws_steps = value.choice == diagram;
           arguments.explains = !arguments.draws_steps;
         }},
    {.name = "pause",
     .commands = command::demo,
     .section = Section::steps,
     .help = "describe each step, and stop there until Enter is pressed",
     .manual =
         "Describe each step, and stop there until Enter is pressed, so that /dev/shm, `ps "
         "--forest` "
         "and /proc/PID/fd can be looked at meanwhile. The process that takes the step waits "
         "there, "
         "and init, too; any other goes on to its own next step. What others can notice of a step "
         "(a message, a write to a pipe, the end of the segment's name) comes once Enter is "
         "pressed, anything else of it has happened. A line is read from standard input for each "
         "step; where that ends, so do the pauses. Ctrl-C ends the run as always.",
     .apply = [](Arguments& arguments,
                 const Value&) { arguments.explains = arguments.pauses = true; }},
    {.name = "unlink",
     .argument = "WHEN",
     .takes = Takes::word,
     .choices = moments,
     .commands = command::demo,
     .section = Section::steps,
     .help = "unlink the segment late (the default), after both sides have detached, or early, as "
             "soon as init has attached, as muster run does",
     .manual =
         "`late` (the default): unlink the segment's name last, after both sides have detached, as "
         "textbooks do. `early`: unlink it as soon as init has attached, as `muster run` does. "
         "From "
         "then on nothing can remain in /dev/shm, whichever processes are killed; before that, the "
         "name remains if init and the Scheduler are both killed, until a later run removes it.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.unlinks_early = value.choice == early; }},
};

}  // namespace

std::span<const Flag> demo_flags() {
  return flags;
}

}  // namespace muster::cli
