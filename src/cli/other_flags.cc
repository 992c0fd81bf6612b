// The options that say what a command may take of the machine, and those about the command itself.

#include <algorithm>

#include "cli/flags.h"
#include "cli/usage_error.h"

namespace muster::cli {
namespace {

constexpr unsigned every_sort = command::sort | command::gnu_sort;

constexpr Flag flags[] = {
    {.name = "parallel",
     .argument = "N",
     .takes = Takes::text,
     .commands = every_sort,
     .section = Section::resources,
     .help = "use N threads (default: the number of processors)",
     .manual = "Use *N* threads (default: the number of processors).",
     .apply =
         [](Arguments& arguments, const Value& value) {
           const std::uint64_t threads = count_of(value);
           if (threads == 0) throw UsageError("number in parallel must be nonzero");
           arguments.threads = std::min<std::uint64_t>(threads, 256);
         }},
    {.name = "batch-size",
     .argument = "N",
     .takes = Takes::text,
     .commands = every_sort,
     .section = Section::resources,
     .help =
         "merge N files at a time, inputs of -m and spilled ones (default 64, or what the limit "
         "on open files allows)",
     .manual =
         "Merge *N* files at a time: inputs of `-m`, and what was spilled. If there are more, "
         "some of them are first merged into temporary files. The default is 64, or fewer "
         "where the limit on open files (`ulimit -n`) requires it. The output does not depend "
         "on it.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.merged_max = batch_size_of(value); }},
    {.letter = 'S',
     .name = "buffer-size",
     .argument = "SIZE",
     .takes = Takes::text,
     .commands = command::run | every_sort,
     .section = Section::resources,
     .help = "keep at most SIZE of records in memory; spill the rest to disk (default: 50% of the "
             "available memory)",
     .manual =
         "Keep at most *SIZE* of records in memory, and spill the rest to disk (default 50%). "
         "*SIZE* is a number of KiB, or is followed by b, K, M, G, T or P, or by % of the "
         "available memory.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.memory_bytes = size_of(value); }},
    {.letter = 'T',
     .name = "temporary-directory",
     .argument = "DIR",
     .takes = Takes::folder,
     .commands = command::run | every_sort,
     .section = Section::resources,
     .help = "spill to DIR (default $TMPDIR or /tmp); if given several times, to each in turn",
     .manual = "Spill to *DIR* (default $TMPDIR or /tmp). If given several times, the files go to "
               "each *DIR* in turn. They have no name.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.temporary_folders.push_back(value.text); }},
    {.name = "compress-program",
     .argument = "PROG",
     .takes = Takes::program,
     .commands = every_sort,
     .section = Section::resources,
     .help = "accept PROG, but do not start it: what is spilled is always compressed, by lz4",
     .manual = "Accept *PROG*, but do not start it: what is spilled is always compressed, by lz4 "
               "from within.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           note_once(arguments.compress_program, value, "compress programs");
         }},
    {.name = "help",
     .commands = command::run | every_sort | command::demo,
     .section = Section::other,
     .help = "print this help and exit",
     .manual = "Print a short description and exit.",
     .apply = note<&Arguments::wants_help>},
    {.name = "version",
     .commands = every_sort,
     .section = Section::other,
     .help = "print the version and exit",
     .manual = "Print the version and exit.",
     .apply = note<&Arguments::wants_version>},
};

}  // namespace

std::span<const Flag> other_flags() {
  return flags;
}

}  // namespace muster::cli
