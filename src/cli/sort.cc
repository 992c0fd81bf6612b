// `muster sort`: a drop-in for sort(1), as far as it goes.

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <csignal>
#include <cstring>
#include <limits>
#include <optional>
#include <random>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "files/files.h"
#include "os/events.h"
#include "os/fd.h"
#include "os/memory.h"
#include "os/process.h"

namespace muster::cli {
namespace {

constexpr const char* usage =
    R"(Usage: muster sort [OPTION]... [FILE]...
  or:  muster sort [OPTION]... --files0-from=F
Print the records (lines) of all FILEs in one order, like sort(1), by bytes in
every locale. Without FILE, or when FILE is -, read standard input.

)";

constexpr const char* exit_status =
    R"(
KEYDEF is F[.C][OPTS][,F[.C][OPTS]]: from byte C of field F to byte C of the other,
both counted from 1, or to the end; OPTS are letters of bdfgiMhnRrV for this key.
SIZE is a number of KiB, or has b, K, M, G, T or P behind it, or % of all memory.

Exit status: 0 if all went well, 1 if -c or -C found disorder, 2 in trouble.
Not there yet: --debug and --locale.
)";

enum class Check { none, say, quiet };

/// The same bytes give the same shuffle.
order::RandomSeed seed_from(const std::string& path) {
  const os::Fd file = os::open_for_reading(path);
  std::array<char, 16> bytes{};
  if (os::read_some(file, bytes, path.c_str()) != bytes.size())
    throw std::runtime_error(path + ": end of file");
  order::RandomSeed seed;
  std::memcpy(seed.data(), bytes.data(), sizeof seed);
  return seed;
}

/// --batch-size: as many files as may be open besides standard input, output and error.
std::size_t parse_batch_size(const std::string& text) {
  const std::string refused = "--batch-size argument '" + text + "'";
  const std::size_t most = os::raise_descriptor_limit() - 3;
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc::invalid_argument) throw UsageError("invalid " + refused);
  if (stop != end) throw UsageError("invalid suffix in " + refused);
  if (error != std::errc() || number > most)
    throw UsageError(fmt::format(
        "{} too large\nmaximum --batch-size argument with current rlimit is {}", refused, most));
  if (number < 2) throw UsageError("invalid " + refused + "\nminimum --batch-size argument is '2'");
  return number;
}

/// The keys of old, +1 -2: -2 would be taken for an option.
void refuse_old_keys(int argc, char** argv) {
  for (int i = 1; i < argc && std::strcmp(argv[i], "--") != 0; ++i)
    if (argv[i][0] == '+' && std::isdigit(static_cast<unsigned char>(argv[i][1])) != 0 &&
        ::access(argv[i], F_OK) != 0)
      throw UsageError(std::string("'") + argv[i] + "': keys are given by -k, counted from 1");
}

}  // namespace

int sort(int argc, char** argv) {
  os::ignore(SIGXFSZ);  // a failed write says it better
  refuse_old_keys(argc, argv);
  files::Plan plan;
  plan.threads = os::processors();
  Memory memory;
  order::Options ordering;
  std::random_device device;
  order::RandomSeed seed{device(), device()};
  Check check = Check::none;
  bool is_merge = false;
  std::optional<std::string> names_path;
  std::string random_source;
  bool is_help_wanted = false;
  bool is_version_wanted = false;
  const auto set_check = [&check](Check wanted) {
    if (check != Check::none && check != wanted) throw UsageError("options '-cC' are incompatible");
    check = wanted;
  };

  std::vector<Option> options = ordering_options(ordering);
  const std::vector<Option> others{
      {'c', "check", "[WORD]", "only say whether the one FILE is in order; WORD quiet: as -C",
       [&](const std::string& word) {
         const bool quiet = !word.empty() && (std::string_view("quiet").starts_with(word) ||
                                              std::string_view("silent").starts_with(word));
         if (!word.empty() && !quiet && !std::string_view("diagnose-first").starts_with(word))
           throw UsageError("invalid argument '" + word +
                            "' for '--check'\nValid arguments are:\n  - 'quiet', 'silent'\n"
                            "  - 'diagnose-first'");
         set_check(quiet ? Check::quiet : Check::say);
       }},
      {'C', nullptr, nullptr, "the same without a word",
       [&](const std::string&) { set_check(Check::quiet); }},
      {'m', "merge", nullptr,
       "merge FILEs that are sorted already, as a stream; whether they\n"
       "are is not looked at",
       [&](const std::string&) { is_merge = true; }},
      {'o', "output", "FILE", "replace FILE, at once and only if all went well",
       [&](const std::string& text) {
         if (plan.output_path && *plan.output_path != text)
           throw UsageError("multiple output files specified");
         plan.output_path = text;
       }},
      {'z', "zero-terminated", nullptr, "records end with NUL, not newline",
       [&](const std::string&) { plan.delimiter = '\0'; }},
      {0, "parallel", "N", "use N threads (default: the number of processors)",
       [&](const std::string& text) {
         if (text == "0") throw UsageError("number in parallel must be nonzero");
         plan.threads = std::min<std::uint64_t>(
             parse_number(text, 1, std::numeric_limits<std::uint64_t>::max(), "--parallel"), 256);
       }},
      {0, "files0-from", "F", "read the names of the FILEs, each ended by NUL, from F",
       [&](const std::string& text) { names_path = text; }},
      {0, "random-source", "FILE", "take the seed of -R from FILE",
       [&](const std::string& text) {
         if (!random_source.empty() && random_source != text)
           throw UsageError("multiple random sources specified");
         random_source = text;
       }},
      {0, "batch-size", "N",
       "merge N files at a time, inputs of -m and spilled ones\n"
       "(default 64, or what the limit on open files allows)",
       [&](const std::string& text) { plan.merged_max = parse_batch_size(text); }},
      {0, "compress-program", "PROG",
       "start no PROG: what is spilled is always compressed, by lz4\n"
       "from within",
       [](const std::string&) {}},
      {0, "help", nullptr, "print this and exit",
       [&](const std::string&) { is_help_wanted = true; }},
      {0, "version", nullptr, "print the version and exit",
       [&](const std::string&) { is_version_wanted = true; }},
  };
  options.insert(options.end(), others.begin(), others.end());
  for (Option& option : memory_options(memory)) options.push_back(std::move(option));
  const int first = parse_options(argc, argv, options, Operands::anywhere);
  if (is_help_wanted) {
    print(usage + options_help(options) + exit_status);
    return 0;
  }
  if (is_version_wanted) {
    print_version();
    return 0;
  }

  plan.memory_bytes_max = memory.bytes;
  plan.temporary_folders = memory.folders();
  if (!random_source.empty() && ordering.is_random()) seed = seed_from(random_source);
  plan.order = ordering.order(seed);
  plan.inputs.assign(argv + first, argv + argc);
  if (names_path) {
    if (!plan.inputs.empty())
      throw UsageError("extra operand '" + plan.inputs.front() +
                       "'\nfile operands cannot be combined with --files0-from");
    plan.inputs = files::names_in(*names_path);
    if (plan.inputs.empty()) throw std::runtime_error("no input from '" + *names_path + "'");
    if (std::find(plan.inputs.begin(), plan.inputs.end(), "-") != plan.inputs.end())
      throw std::runtime_error("when reading file names from stdin, no file name of '-' allowed");
    if (std::find(plan.inputs.begin(), plan.inputs.end(), "") != plan.inputs.end())
      throw std::runtime_error(*names_path + ": invalid zero-length file name");
  }
  if (plan.inputs.empty()) plan.inputs = {"-"};

  if (check == Check::none) {
    is_merge ? files::merge(plan) : files::sort(plan);
    return 0;
  }
  const std::string letter = check == Check::say ? "c" : "C";
  if (plan.output_path) throw UsageError("options '-" + letter + "o' are incompatible");
  if (plan.inputs.size() > 1)
    throw UsageError("extra operand '" + plan.inputs[1] + "' not allowed with -" + letter);
  const auto disorder = files::find_disorder(plan);
  if (disorder && check == Check::say)
    complain(
        fmt::format("{}:{}: disorder: {}", plan.inputs.front(), disorder->record, disorder->text));
  return disorder ? 1 : 0;
}

}  // namespace muster::cli
