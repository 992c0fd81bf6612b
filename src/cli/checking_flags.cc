// The options that make sort check, merge or explain rather than sort.

#include "cli/flags.h"

namespace muster::cli {
namespace {

constexpr unsigned every_sort = command::sort | command::gnu_sort;

constexpr Choice manners[] = {{"quiet", "silent"}, {"diagnose-first", ""}};
constexpr std::size_t quiet = 0;

constexpr Flag flags[] = {
    {.letter = 'c',
     .name = "check",
     .argument = "WORD",
     .takes = Takes::word,
     .argument_is_optional = true,
     .choices = manners,
     .commands = every_sort,
     .section = Section::checking,
     .help = "check whether the one FILE is in order, and sort nothing; WORD quiet: as -C",
     .manual = "Check whether the one *FILE* is in order, and sort nothing: name the first record "
               "that is not, and exit with status 1. `diagnose-first` is the default; `quiet` and "
               "`silent` are the same as `-C`.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           const bool is_quiet = !value.text.empty() && value.choice == quiet;
           (is_quiet ? arguments.checks_quietly : arguments.checks) = true;
         }},
    {.letter = 'C',
     .commands = every_sort,
     .section = Section::checking,
     .help = "the same, but print no message",
     .manual = "The same, but print no message.",
     .apply = note<&Arguments::checks_quietly>},
    {.letter = 'm',
     .name = "merge",
     .commands = every_sort,
     .section = Section::checking,
     .help = "merge FILEs that are already sorted, as a stream; not checked",
     .manual =
         "Merge files that are already sorted. Whether they are is not checked: of the next "
         "records of all files, the one that comes first in the order is printed, and that of "
         "the earlier file if they are equal. A block of each file is kept in memory, and "
         "records are printed while inputs still come.",
     .apply = note<&Arguments::merges>},
    {.name = "debug",
     .commands = every_sort,
     .section = Section::checking,
     .help = "underline the keys of each record, and warn of options that may not do what you "
             "expect",
     .manual = "Below each record, underline what was compared: key by key, and last the whole "
               "record where it settles ties. Warn on standard error of options that may not do "
               "what you expect. Cannot be used with `-c`, `-C` or `-o`.",
     .apply = note<&Arguments::underlines>},
};

}  // namespace

std::span<const Flag> checking_flags() {
  return flags;
}

}  // namespace muster::cli
