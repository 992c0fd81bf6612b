// The options that say what the inputs of jobs are.

#include <exception>
#include <limits>

#include <fmt/format.h>

#include "cli/flags.h"
#include "cli/usage_error.h"
#include "input/column_separator.h"

namespace muster::cli {
namespace {

constexpr Flag flags[] = {
    {.letter = 'a',
     .name = "arg-file",
     .argument = "FILE",
     .takes = Takes::file,
     .commands = command::run,
     .section = Section::inputs,
     .help = "take INPUTs from FILE, one a line (-: standard input), as they come; may be repeated",
     .manual = "Take inputs from *FILE*, one a line; `-` is standard input. They are read as they "
               "are needed, so workers start while a pipe still gives more. If this is given "
               "several times, or with `:::`, each combination of inputs is one; files of `-a` "
               "come first.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.inputs.files.push_back(value.text); }},
    {.letter = '0',
     .name = "null",
     .commands = command::run,
     .section = Section::inputs,
     .help = "files of INPUTs have NUL after each, not newline",
     .manual = "Inputs in files end with NUL, not with a newline, as `find -print0` writes them.",
     .apply = [](Arguments& arguments,
                 const Value& /*value*/) { arguments.inputs.ends_with_nul = true; }},
    {.name = "colsep",
     .argument = "REGEX",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::inputs,
     .help = "split each INPUT into columns, {1} {2} and so on, at what matches REGEX (with names: "
             "--header :)",
     .manual =
         "Split each input into columns at what matches *REGEX*, an extended regular expression "
         "in which `\\t` is a tab, `\\d` a digit and `\\s` a blank. `{1}`, `{2}` and so on stand "
         "for the columns, and `{}` for all of them.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           try {
             const input::ColumnSeparator separator(value.text);
           } catch (const std::exception& error) {
             throw UsageError(fmt::format("{}: {}", value.option, error.what()));
           }
           arguments.inputs.column_separator = value.text;
         }},
    {.name = "max-args",
     .argument = "N",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::inputs,
     .help = "give up to N INPUTs to each worker (default 1)",
     .manual = "Give up to *N* inputs to each worker (default 1). `{}` stands for all of them, and "
               "`{1}`, `{2}` and so on for each.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           arguments.inputs.max_per_job =
               number_of(value, 1, std::numeric_limits<std::uint32_t>::max());
         }},
    {.name = "dry-run",
     .commands = command::run,
     .section = Section::inputs,
     .help = "run nothing: print the command lines, for a shell",
     .manual = "Run nothing. Print what would be run, a shell line for each worker, in order.",
     .apply = note<&Arguments::is_dry_run>},
};

}  // namespace

std::span<const Flag> input_flags() {
  return flags;
}

}  // namespace muster::cli
