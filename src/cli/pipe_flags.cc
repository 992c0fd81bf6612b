// The options that deal standard input out to the workers.

#include "cli/flags.h"

namespace muster::cli {
namespace {

constexpr Flag flags[] = {
    {.name = "pipe",
     .commands = command::run,
     .section = Section::dealing,
     .help = "cut standard input into blocks of whole records, and start COMMAND once for each, "
             "with the block for its standard input",
     .manual =
         "Cut standard input into blocks of whole records, and start *COMMAND* once for each "
         "block, "
         "which is its standard input: worker N has block N, so `--order=worker` gives what "
         "*COMMAND* alone would, if it works by records. There are no inputs then. An empty "
         "standard input is one empty block. At most the processors' number of workers run at a "
         "time, or that of `-j`, and about two blocks more than these have are in memory. A worker "
         "that ends without having read all of its block has not failed by that.\n\n"
         "With `--header=`*N*, the first *N* records of standard input come before the block of "
         "each worker, and what each worker prints has to begin with *N* records that are the same "
         "for all, as it does if *COMMAND* passes the header through: they are printed once. If "
         "*COMMAND* prints no header, have it skip that of its input (`tail -n +2`) and leave "
         "`--header` out.",
     .apply = [](Arguments& arguments, const Value&) { arguments.dealing.is_wanted = true; }},
    {.name = "block",
     .argument = "SIZE",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::dealing,
     .help = "with --pipe: make blocks of at most SIZE bytes, or of one larger record (default 1M; "
             "K, M or G may follow the number)",
     .manual = "With `--pipe`: make blocks of at most *SIZE* bytes, 1M by default; a record that "
               "is larger is a block of its own. K, M, G and T after the number stand for 1024 "
               "bytes and its powers, and k, m, g and t for 1000 and its powers.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.dealing.block_bytes = block_bytes_of(value); }},
    {.name = "round-robin",
     .commands = command::run,
     .section = Section::dealing,
     .help = "with --pipe: start as many workers as -j says, and give blocks to whichever can take "
             "one",
     .manual =
         "With `--pipe`: start as many workers as `-j` says, and no others, and give each block to "
         "one that can take it. Which one that is depends on their speed, so only an order that "
         "compares all of a record gives the same bytes every time. A worker that fails cannot be "
         "tried again (`--retries`).",
     .apply = [](Arguments& arguments, const Value&) { arguments.dealing.round_robin = true; }},
    {.name = "recstart",
     .argument = "STRING",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::dealing,
     .help = "with --pipe: records of standard input begin with STRING (\\n, \\t, \\r and \\NNN in "
             "it are characters)",
     .manual =
         "With `--pipe`: records of standard input begin with *STRING*; without `--recend`, "
         "they may end with anything. In *STRING*, `\\n`, `\\t` and `\\r` stand for a newline, "
         "a tab and a carriage return, and a backslash with up to three octal digits for the "
         "byte of that number.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.dealing.record_start = unescaped(value); }},
    {.name = "recend",
     .argument = "STRING",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::dealing,
     .help = "with --pipe: records of standard input end with STRING (default \\n, or NUL with -z)",
     .manual = "With `--pipe`: records of standard input end with *STRING*, written as in "
               "`--recstart`. The default is the end of the records that are printed: a newline, "
               "NUL with `-z`, or their size with `--records`. Given with `--recstart`, a record "
               "ends where the one is followed by the other. An empty *STRING* without "
               "`--recstart` cuts anywhere.",
     .apply = [](Arguments& arguments,
                 const Value& value) { arguments.dealing.record_end = unescaped(value); }},
};

}  // namespace

std::span<const Flag> pipe_flags() {
  return flags;
}

}  // namespace muster::cli
