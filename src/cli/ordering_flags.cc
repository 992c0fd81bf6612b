// The options that say which of two records comes first, those of sort(1) among them, and when
// records are printed.

#include "cli/flags.h"

namespace muster::cli {
namespace {

constexpr unsigned run_and_sort = command::run | command::sort;
constexpr unsigned all = run_and_sort | command::gnu_sort;

constexpr Choice sorts[] = {{"general-numeric", ""}, {"human-numeric", ""}, {"month", ""},
                            {"numeric", ""},         {"random", ""},        {"version", ""}};
constexpr std::string_view letters_of_sorts = "ghMnRV";

constexpr Choice orders[] = {
    {"ascending", ""}, {"descending", ""}, {"arrival", ""}, {"worker", ""}, {"round-robin", ""}};
constexpr std::size_t descending = 1;
constexpr order::ReleaseRule policies[] = {order::ReleaseRule::sorted, order::ReleaseRule::sorted,
                                           order::ReleaseRule::arrival, order::ReleaseRule::worker,
                                           order::ReleaseRule::round_robin};

template <char letter>
void note_letter(Arguments& arguments, const Value&) {
  arguments.ordering.set(letter);
}

constexpr Flag flags[] = {
    {.letter = 'k',
     .name = "key",
     .argument = "KEYDEF",
     .takes = Takes::text,
     .commands = all,
     .section = Section::ordering,
     .help = "compare by this part of the record first, then by the next -k; KEYDEF is "
             "F[.C][OPTS][,F[.C][OPTS]]",
     .manual = "Compare by this part of the record first, then by the next `-k`. *KEYDEF* is "
               "*F*[.*C*][*OPTS*][,*F*[.*C*][*OPTS*]]: from byte *C* of field *F* to byte *C* of "
               "the second field, both counted from 1, or to the end of the record. *OPTS* are "
               "letters of bdfgiMhnRrV for this key alone.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.ordering.add_key(value.text); }},
    {.letter = 't',
     .name = "field-separator",
     .argument = "SEP",
     .takes = Takes::text,
     .commands = all,
     .section = Section::ordering,
     .help = "fields are separated by the byte SEP ('\\0' and '\\t' too); by default a field "
             "begins with the blanks before it",
     .manual = "Fields are separated by the byte *SEP*; `\\0` and `\\t` stand for NUL and tab. "
               "Without this option a field begins with the blanks before it.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.ordering.set_separator(value.text); }},
    {.letter = 'b',
     .name = "ignore-leading-blanks",
     .commands = all,
     .section = Section::ordering,
     .help = "skip blanks where a key begins",
     .manual = "Skip blanks where a key begins.",
     .apply = note_letter<'b'>},
    {.letter = 'd',
     .name = "dictionary-order",
     .commands = all,
     .section = Section::ordering,
     .help = "compare only blanks, letters and digits",
     .manual = "Compare only blanks, letters and digits.",
     .apply = note_letter<'d'>},
    {.letter = 'f',
     .name = "ignore-case",
     .commands = all,
     .section = Section::ordering,
     .help = "treat lower case as upper case",
     .manual = "Treat lower case as upper case.",
     .apply = note_letter<'f'>},
    {.letter = 'g',
     .name = "general-numeric-sort",
     .commands = all,
     .section = Section::ordering,
     .help = "compare floating-point numbers",
     .manual = "Compare floating-point numbers: what is not a number first, then NaN, then all "
               "numbers.",
     .apply = note_letter<'g'>},
    {.letter = 'i',
     .name = "ignore-nonprinting",
     .commands = all,
     .section = Section::ordering,
     .help = "compare only printing characters",
     .manual = "Compare only printing characters.",
     .apply = note_letter<'i'>},
    {.letter = 'M',
     .name = "month-sort",
     .commands = all,
     .section = Section::ordering,
     .help = "compare months: (unknown) < JAN < ... < DEC",
     .manual = "Compare months: (unknown) < JAN < ... < DEC.",
     .apply = note_letter<'M'>},
    {.letter = 'n',
     .name = "numeric-sort",
     .commands = all,
     .section = Section::ordering,
     .help = "compare numbers",
     .manual = "Compare numbers: blanks, a minus sign, any number of digits, a point and more "
               "digits.",
     .apply = note_letter<'n'>},
    {.letter = 'h',
     .name = "human-numeric-sort",
     .commands = all,
     .section = Section::ordering,
     .help = "compare numbers with units: 2K < 1G",
     .manual = "Compare numbers with units: 2K < 1G.",
     .apply = note_letter<'h'>},
    {.letter = 'V',
     .name = "version-sort",
     .commands = all,
     .section = Section::ordering,
     .help = "compare version numbers within text: a2 < a10",
     .manual = "Compare version numbers within text: a2 < a10.",
     .apply = note_letter<'V'>},
    {.letter = 'R',
     .name = "random-sort",
     .commands = all,
     .section = Section::ordering,
     .help = "shuffle, but keep equal keys together",
     .manual = "Shuffle, but keep equal keys together.",
     .apply = note_letter<'R'>},
    {.name = "random-source",
     .argument = "FILE",
     .takes = Takes::file,
     .commands = command::sort | command::gnu_sort,
     .section = Section::ordering,
     .help = "take the seed of -R from FILE",
     .manual = "Take the seed of `-R` from *FILE*: the same bytes give the same order.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           note_once(arguments.random_source, value, "random sources");
         }},
    {.name = "sort",
     .argument = "WORD",
     .takes = Takes::word,
     .choices = sorts,
     .commands = all,
     .section = Section::ordering,
     .help = "same as -g, -h, -M, -n, -R or -V, by name (general-numeric, human-numeric, month, "
             "numeric, random, version)",
     .manual = "The same as `-g`, `-h`, `-M`, `-n`, `-R` or `-V`, by name: `general-numeric`, "
               "`human-numeric`, `month`, `numeric`, `random` or `version`.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.ordering.set(letters_of_sorts[value.choice]); }},
    {.letter = 'r',
     .name = "reverse",
     .commands = all,
     .section = Section::ordering,
     .help = "reverse the order",
     .manual = "Reverse the order.",
     .apply = note_letter<'r'>},
    {.letter = 's',
     .name = "stable",
     .commands = all,
     .section = Section::ordering,
     .help = "keep records with equal keys in the order of input",
     .manual = "Keep records with equal keys in the order of input: by worker or file, then by "
               "their place there. Without this option, and without `-u`, ties are settled by "
               "comparing whole records.",
     .apply = [](Arguments& arguments, const Value&) { arguments.ordering.set_stable(); }},
    {.letter = 'u',
     .name = "unique",
     .commands = all,
     .section = Section::ordering,
     .help = "print only the first of records with equal keys",
     .manual = "Print only the first of records with equal keys. With `-c` and `-C`, equal records "
               "are out of order.",
     .apply = [](Arguments& arguments, const Value&) { arguments.ordering.set_unique(); }},
    {.name = "locale",
     .commands = run_and_sort,
     .section = Section::ordering,
     .help =
         "compare text by the collation of the locale (LC_ALL, LC_COLLATE, LANG), not by bytes; "
         "-g, -h, -M, -n and -V are not affected",
     .manual = "Compare text, and whole records in ties, by the collation of the locale that "
               "LC_ALL, LC_COLLATE or LANG names, as `sort`(1) does by itself, not by bytes. "
               "Records that collate the same stay in the order of input. `-g`, `-h`, `-M`, `-n` "
               "and `-V` compare, and `-b`, `-d`, `-f` and `-i` take characters, as in the C "
               "locale.",
     .apply = note<&Arguments::collates>},
    {.letter = 'm',
     .name = "merge",
     .commands = command::run,
     .section = Section::ordering,
     .help =
         "merge the workers' outputs, each of which is already in order, as they come; a worker "
         "whose output is not in order has failed",
     .manual =
         "Each worker's output is already in order: merge them by the ordering options, as they "
         "come. A record is printed as soon as every worker that has not ended has written one to "
         "compare it with. If one keeps the others waiting by writing nothing for two seconds, and "
         "standard error is a terminal, a message says so, once for each worker; likewise with "
         "`--order=round-robin`. If the order waits for a worker that `-j` keeps from being "
         "started, a message always says so. A worker that writes a record that should have come "
         "before the previous one has failed; the message says which. What has been printed before "
         "stays printed, unless `-o` or `--partial` holds it back until all workers have "
         "succeeded.",
     .apply = note<&Arguments::merges>},
    {.name = "order",
     .argument = "WORD",
     .takes = Takes::word,
     .choices = orders,
     .commands = command::run | command::demo,
     .section = Section::ordering,
     .help = "print records in this order: ascending (the default) or descending, when all are "
             "there; or as they "
             "come: arrival (first come, first served), worker (all of P1, then of P2, and "
             "so on), round-robin (one of each in turn). Streaming orders may already have "
             "printed records when a worker fails",
     .manual =
         "`ascending` (the default) and `descending` order all records when all are there. The "
         "others are streaming orders, which print records as they come: `arrival` first come, "
         "first served; `worker` all of P1, then all of P2, and so on; `round-robin` one record of "
         "each worker in turn. Streaming orders may already have printed records when a worker "
         "fails.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           arguments.release = policies[value.choice];
           arguments.descends = value.choice == descending;
         }},
};

}  // namespace

std::span<const Flag> ordering_flags() {
  return flags;
}

}  // namespace muster::cli
