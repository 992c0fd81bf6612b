// The options that say where sort's records come from, and for both commands what a record is.

#include <limits>

#include <fmt/format.h>

#include "cli/flags.h"
#include "cli/usage_error.h"
#include "key/binary.h"

namespace muster::cli {
namespace {

constexpr unsigned every_sort = command::sort | command::gnu_sort;

constexpr std::string_view fixed = "fixed:";
constexpr Choice record_types[] = {{"i8", ""},  {"i16", ""}, {"i32", ""}, {"i64", ""},
                                   {"u8", ""},  {"u16", ""}, {"u32", ""}, {"u64", ""},
                                   {"f32", ""}, {"f64", ""}, {fixed, ""}};

void note_records(Arguments& arguments, const Value& value) {
  const auto kind = key::binary_named(value.text);
  if (!kind && !value.text.starts_with(fixed))
    throw UsageError(fmt::format("{}: invalid type '{}': expected {} or fixed:N", value.option,
                                 value.text, key::binary_names()));
  const std::uint64_t bytes =
      kind ? key::bytes_of_binary(*kind)
           : number_of({.option = value.option + "=fixed", .text = value.text.substr(fixed.size())},
                       1, record::bytes_max);
  arguments.binary_framing = record::Framing::of_size(static_cast<std::uint32_t>(bytes));
  arguments.binary_value = kind.value_or(key::KeyKind::bytes);
}

void note_header(Arguments& arguments, const Value& value) {
  arguments.header = number_of(value, 0, std::numeric_limits<std::uint64_t>::max() - 1);
}

constexpr Flag flags[] = {
    {.name = "files0-from",
     .argument = "F",
     .takes = Takes::file,
     .commands = every_sort,
     .section = Section::records,
     .help = "read the names of the FILEs, each terminated by NUL, from F",
     .manual = "Read the names of the files, each terminated by NUL, from *F*; from standard input "
               "if *F* is `-`.",
     .apply = [](Arguments& arguments, const Value& value) { arguments.names_path = value.text; }},
    {.letter = 'z',
     .name = "zero-terminated",
     .commands = command::run | every_sort,
     .section = Section::records,
     .help = "records end with NUL, not newline",
     .manual = "Records end with NUL, not newline.",
     .apply = note<&Arguments::ends_with_nul>},
    {.name = "header",
     .argument = "N",
     .takes = Takes::text,
     .commands = command::run,
     .section = Section::records,
     .help = "the first N records of each worker are its header: print that of the first before "
             "all else, and drop the others, which have to be the same; if N is ':', the first "
             "INPUT of each source names its columns, and {name} stands for them",
     .manual =
         "The first *N* records of each worker are its header. That of the first one, by "
         "number, that has any record is printed before all others; those of the others are "
         "dropped. They have to be the same: one that differs is an error, and with `--partial` "
         "the failure of its worker. Headers are not compared, and `--top` does not count them. "
         "Streaming orders print nothing before the header is complete. With `--partial` it is "
         "that of the first worker that succeeded.\n\n"
         "`--header :` is about inputs, as in GNU parallel: the first input of each source, split "
         "by `--colsep` (default: a tab), names its columns, and `{name}` stands for a column as "
         "its number does. Both can be given.",
     .apply =
         [](Arguments& arguments, const Value& value) {
           if (value.text == ":")
             arguments.inputs.has_names = true;
           else
             note_header(arguments, value);
         }},
    {.name = "header",
     .argument = "N",
     .takes = Takes::text,
     .commands = command::sort,
     .section = Section::records,
     .help = "the first N records of each FILE are its header: print that of the first before all "
             "else, and drop the others, which have to be the same",
     .manual = "The first *N* records of each file are its header. That of the first one that has "
               "any record is printed before all others; those of the others are dropped. They "
               "have to be the same: one that differs is an error. Headers are not compared, and "
               "`--top` does not count them.",
     .apply = note_header},
    {.name = "header-any",
     .commands = command::run | command::sort,
     .section = Section::records,
     .help = "allow headers that differ from the first one",
     .manual = "Allow headers that differ from the first one.",
     .apply = note<&Arguments::headers_may_differ>},
    {.name = "records",
     .argument = "TYPE",
     .takes = Takes::text,
     .choices = record_types,
     .commands = command::run | command::sort,
     .section = Section::records,
     .help = "records are binary values: i8, i16, i32, i64, u8, u16, u32, u64, f32 or f64, in the "
             "machine's byte order (NaN last, -0.0 before 0.0); or fixed:N, N bytes each, compared "
             "by --key=OFFSET:TYPE[r] (bytes from 0, r reverses) or as bytes",
     .manual =
         "Records are not lines but binary values, without delimiters, in the machine's byte "
         "order, and so is the output. *TYPE* is one of `i8`, `i16`, `i32`, `i64`, `u8`, `u16`, "
         "`u32`, `u64`, `f32`, `f64`: signed and unsigned integers and floating-point numbers of "
         "that many bits, in the order of their values. NaN comes last, after inf, and -0.0 before "
         "0.0, which `-u` treats as two values; NaNs are in the order of their bits, those with "
         "the "
         "sign set after the others. `-r` and `--order=descending` reverse exactly, so NaN comes "
         "first then.\n\n"
         "With `fixed:`*N* records have *N* bytes each, 1 to 1073741824, and are compared as "
         "bytes, "
         "or by keys: `--key=`*OFFSET*`:`*TYPE*[`r`] is the value of this *TYPE*, one of those "
         "above, *OFFSET* bytes after the beginning of the record; `r` reverses this key. The "
         "first "
         "`--key` decides, then the next, then the whole record as bytes, unless `-s` or `-u` is "
         "given.\n\n"
         "A worker or file that ends in the middle of a record is an error. Options that can only "
         "be used with text (`-b`, `-n`, `-t`, `-z` and so on) are refused.",
     .apply = note_records},
};

}  // namespace

std::span<const Flag> record_flags() {
  return flags;
}

}  // namespace muster::cli
