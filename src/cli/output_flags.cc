// The options that say what is printed, and where.

#include <limits>

#include "cli/flags.h"
#include "cli/usage_error.h"

namespace muster::cli {
namespace {

constexpr unsigned every_sort = command::sort | command::gnu_sort;

constexpr const char* output_help = "write to FILE atomically, and only on success";
constexpr const char* output_manual =
    "Write the result to a temporary file in the folder of *FILE* and replace *FILE* by it "
    "atomically, and only on success. *FILE* may be one of the inputs. Its owner, mode, access "
    "control list and extended attributes are kept; where the list cannot be kept, that is an "
    "error. If *FILE* is not a regular file (a FIFO, a device), or is the name of a descriptor "
    "such as /dev/stdout, the result is written straight to it.";

constexpr Flag flags[] = {
    {.letter = 'o',
     .name = "output",
     .argument = "FILE",
     .takes = Takes::file,
     .commands = command::run,
     .section = Section::output,
     .help = output_help,
     .manual = output_manual,
     .apply =
         [](Arguments& arguments, const Value& value) {
           if (value.text.empty()) throw UsageError("--output: the name of the file is empty");
           arguments.output_path = value.text;
         }},
    {.letter = 'o',
     .name = "output",
     .argument = "FILE",
     .takes = Takes::file,
     .commands = every_sort,
     .section = Section::output,
     .help = output_help,
     .manual = output_manual,
     .apply = [](Arguments& arguments,
                 const Value& value) { note_once(arguments.output_path, value, "output files"); }},
    {.name = "top",
     .argument = "K",
     .takes = Takes::text,
     .commands = command::run | command::sort,
     .section = Section::output,
     .help = "print only the first K records, and keep no more in memory than that takes",
     .manual = "Print only the first *K* records, as `head -n` *K* would, and keep no more of them "
               "in memory than that takes: the rest is dropped as it comes. Streaming orders print "
               "them as soon as they are due; all workers run to their end nevertheless, and have "
               "to succeed.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           arguments.top = number_of(value, 0, std::numeric_limits<std::uint64_t>::max() - 1);
         }},
    {.name = "tag",
     .commands = command::run,
     .section = Section::output,
     .help = "put the worker's number and a tab before each record",
     .manual = "Put the worker's number and a tab before each record. The order, ties, `-u` and "
               "`-m` go by the record without it, and headers have none.",
     .apply =
         [](Arguments& arguments, const Value&) {
           if (!arguments.tag) arguments.tag = "{#}";
         }},
    {.name = "tagstring",
     .argument = "STR",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::output,
     .help = "put STR there, with {} and {#} replaced as in COMMAND ({} unquoted)",
     .manual = "Put *STR* there instead of the number. `{}` in it stands for the input, unquoted, "
               "and `{#}` for the worker's number. A tag may have up to 4096 bytes, and cannot "
               "contain the record delimiter.",
     .apply = [](Arguments& arguments, const Value& value) { arguments.tag = value.text; }},
    {.name = "print",
     .commands = command::run | command::sort,
     .section = Section::output,
     .help = "print the values of --records=TYPE as text, one a line",
     .manual =
         "With `--records=`*TYPE*: print the values as text, one a line: integers in decimal, "
         "floating-point numbers as the shortest text that reads back as the same value, and "
         "nan for every NaN.",
     .apply = note<&Arguments::prints_values>},
};

}  // namespace

std::span<const Flag> output_flags() {
  return flags;
}

}  // namespace muster::cli
