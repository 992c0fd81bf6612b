// `muster sort`: a drop-in for sort(1), as far as it goes.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <csignal>
#include <cstring>
#include <optional>
#include <random>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "filesort/filesort.h"
#include "key/binary.h"
#include "order/debug.h"
#include "os/error.h"
#include "os/events.h"
#include "os/fd.h"
#include "os/io.h"
#include "os/locale.h"
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
SIZE is a number of KiB, or has b, K, M, G, T or P after it, or % of the free memory.

Exit status: 0 if all went well, 1 if -c or -C found disorder, 2 in trouble.
)";

/// The keys of old, +1 -2: -2 would be taken for an option.
void refuse_old_keys(int argc, char** argv) {
  for (int i = 1; i < argc && std::strcmp(argv[i], "--") != 0; ++i)
    if (argv[i][0] == '+' && std::isdigit(static_cast<unsigned char>(argv[i][1])) != 0 &&
        ::access(argv[i], F_OK) != 0)
      throw UsageError(std::string("'") + argv[i] + "': keys are given by -k, counted from 1");
}

enum class Check : char { none = 0, say = 'c', quiet = 'C' };

/// What the command line asks for.
struct Request {
  filesort::Plan plan;
  Memory memory;
  order::Options ordering;
  Records records;
  Check check = Check::none;
  bool is_merge = false;
  std::optional<std::string> names_path;     // --files0-from
  std::optional<std::string> random_source;  // --random-source
  std::optional<std::string> compress_program;
  bool is_help_wanted = false;
  bool is_version_wanted = false;
};

/// Sets `to`, unless another option has set it otherwise: the two are `what`.
void set_once(std::optional<std::string>& to, const std::string& text, const char* what) {
  if (to && *to != text) throw UsageError(fmt::format("multiple {} specified", what));
  to = text;
}

void set_check(Request& request, Check wanted) {
  if (request.check != Check::none && request.check != wanted)
    throw UsageError("options '-cC' are incompatible");
  request.check = wanted;
}

/// --batch-size: as many files as may be open besides standard input, output and error.
std::size_t batch_size(const std::string& text, const std::string& title) {
  const std::uint64_t number = parse_count(text, "--batch-size");
  const std::size_t most = os::raise_descriptor_limit() - 3;
  if (number < 2)
    throw UsageError(
        fmt::format("invalid --batch-size argument '{}'\n{}: minimum --batch-size argument is '2'",
                    text, title));
  if (number > most)
    throw UsageError(
        fmt::format("--batch-size argument '{}' too large\n"
                    "{}: maximum --batch-size argument with current rlimit is {}",
                    text, title, most));
  return number;
}

/// `title` is what messages begin with.
std::vector<Option> sort_options(Request& request, const std::string& title) {
  filesort::Plan& plan = request.plan;
  std::vector<Option> options = ordering_options(request.ordering);
  const std::vector<Option> others{
      {'c', "check", "[WORD]", "only say whether the one FILE is in order; WORD quiet: as -C",
       [&](const std::string& word) {
         static const std::vector<std::string_view> words[] = {{"quiet", "silent"},
                                                               {"diagnose-first"}};
         const bool is_quiet = !word.empty() && parse_word(word, words, "--check") == 0;
         set_check(request, is_quiet ? Check::quiet : Check::say);
       }},
      {'C', nullptr, nullptr, "the same without a word",
       [&](const std::string&) { set_check(request, Check::quiet); }},
      {'m', "merge", nullptr,
       "merge FILEs that are sorted already, as a stream; whether they\n"
       "are is not looked at",
       [&](const std::string&) { request.is_merge = true; }},
      {'o', "output", "FILE", "write to FILE atomically, and only on success",
       [&](const std::string& text) { set_once(plan.output_path, text, "output files"); }},
      zero_option(request.records),
      {0, "parallel", "N", "use N threads (default: the number of processors)",
       [&](const std::string& text) {
         const std::uint64_t threads = parse_count(text, "--parallel");
         if (threads == 0) throw UsageError("number in parallel must be nonzero");
         plan.threads = std::min<std::uint64_t>(threads, 256);
       }},
      {0, "debug", nullptr,
       "underline the keys of each record, and warn of options that\n"
       "may not do what was meant",
       [&](const std::string&) { plan.is_underlined = true; }},
      {0, "files0-from", "F", "read the names of the FILEs, each ended by NUL, from F",
       [&](const std::string& text) { request.names_path = text; }},
      {0, "random-source", "FILE", "take the seed of -R from FILE",
       [&](const std::string& text) { set_once(request.random_source, text, "random sources"); }},
      {0, "batch-size", "N",
       "merge N files at a time, inputs of -m and spilled ones\n"
       "(default 64, or what the limit on open files allows)",
       [&plan, title](const std::string& text) { plan.merged_max = batch_size(text, title); }},
      {0, "compress-program", "PROG",
       "start no PROG: what is spilled is always compressed, by lz4\n"
       "from within",
       [&](const std::string& text) {
         set_once(request.compress_program, text, "compress programs");
       }},
      {0, "help", nullptr, "print this and exit",
       [&](const std::string&) { request.is_help_wanted = true; }},
      {0, "version", nullptr, "print the version and exit",
       [&](const std::string&) { request.is_version_wanted = true; }},
  };
  options.push_back(top_option(plan.top));
  for (Option& option : header_options(plan.header, plan.headers_may_differ,
                                       "the first N records of each FILE are its header: that of\n"
                                       "the first comes first, those of the others, which have to\n"
                                       "be the same, are dropped"))
    options.push_back(std::move(option));
  options.insert(options.end(), others.begin(), others.end());
  for (Option& option : memory_options(request.memory)) options.push_back(std::move(option));
  // Under the name of sort there are only sort's options: --re is --reverse there.
  if (title != "sort")
    for (Option& option : binary_options(request.records)) options.push_back(std::move(option));
  return options;
}

/// The names that --files0-from gives.
std::vector<std::string> named_inputs(const std::string& path,
                                      const std::vector<std::string>& operands) {
  if (!operands.empty())
    throw UsageError("extra operand '" + operands.front() + "'",
                     "file operands cannot be combined with --files0-from");
  std::vector<std::string> names = filesort::names_in(path);
  if (names.empty()) throw std::runtime_error("no input from '" + path + "'");
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == "-")
      throw std::runtime_error("when reading file names from stdin, no file name of '-' allowed");
    if (names[i].empty())
      throw std::runtime_error(
          fmt::format("{}:{}: invalid zero-length file name", os::shown_name(path), i + 1));
  }
  return names;
}

/// The same bytes give the same shuffle.
key::RandomSeed seed_from(const std::string& path) {
  const os::Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) os::throw_errno("open failed: " + os::shown_name(path));
  std::array<char, 16> bytes{};
  if (os::read_full(file, bytes, ("cannot read " + path).c_str()) < bytes.size())
    throw std::runtime_error("'" + path + "': end of file");
  key::RandomSeed seed;
  std::memcpy(seed.data(), bytes.data(), sizeof seed);
  return seed;
}

key::RandomSeed seed_of(const Request& request) {
  if (request.random_source && request.ordering.is_random())
    return seed_from(*request.random_source);
  std::random_device device;
  return {device(), device()};
}

/// Says what --debug has to say before the records come.
void warn(const Request& request) {
  if (request.plan.framing.is_of_size())
    throw UsageError("--debug underlines text, and --records are binary");
  if (request.check != Check::none || request.plan.output_path)
    throw UsageError(fmt::format("options '-{} --debug' are incompatible",
                                 request.check != Check::none ? char(request.check) : 'o'));
  if (request.ordering.collates()) os::take_characters_from_environment();
  for (const std::string& line : order::warnings(request.ordering, request.plan.order))
    complain(line);
}

/// A record in a message.
std::string text_of(const std::string& record, const filesort::Plan& plan) {
  if (!plan.framing.is_of_size()) return record;
  if (plan.value == key::KeyKind::bytes) return fmt::format("{} bytes", record.size());
  std::string line = key::text_of_binary(record, plan.value);
  line.pop_back();
  return line;
}

/// Whether the one input is in order, as the exit status.
int check(const Request& request) {
  const filesort::Plan& plan = request.plan;
  const char letter = char(request.check);
  if (plan.inputs.size() > 1)
    throw UsageError(
        fmt::format("extra operand '{}' not allowed with -{}", plan.inputs[1], letter));
  if (plan.output_path) throw UsageError(fmt::format("options '-{}o' are incompatible", letter));
  if (plan.top != record::every)
    throw UsageError(fmt::format("options '-{} --top' are incompatible", letter));
  const auto disorder = filesort::find_disorder(plan);
  if (!disorder) return 0;
  if (request.check == Check::say)
    complain(fmt::format("{}:{}: disorder: {}", plan.inputs.front(), disorder->record,
                         text_of(disorder->text, plan)),
             plan.framing.delimiter());
  return 1;
}

}  // namespace

int sort(int argc, char** argv) {
  os::ignore(SIGXFSZ);  // a failed write says it better
  refuse_old_keys(argc, argv);
  Request request;
  request.plan.threads = os::processors();
  const std::vector<Option> options = sort_options(request, argv[0]);
  const int first = parse_options(argc, argv, options, Operands::anywhere);
  if (request.is_help_wanted) {
    print(usage + options_help(options) + exit_status);
    return 0;
  }
  if (request.is_version_wanted) {
    print_version();
    return 0;
  }

  filesort::Plan& plan = request.plan;
  plan.memory_bytes_max = request.memory.bytes;
  plan.temporary_folders = request.memory.folders();
  plan.inputs.assign(argv + first, argv + argc);
  if (request.names_path) plan.inputs = named_inputs(*request.names_path, plan.inputs);
  if (plan.inputs.empty()) plan.inputs = {"-"};
  request.records.complete();
  check_header(plan.header, plan.headers_may_differ);
  plan.framing = request.records.framing;
  plan.value = request.records.value;
  plan.is_printed = request.records.are_printed;
  plan.order = request.records.order(request.ordering, {});
  if (plan.is_underlined) warn(request);
  plan.order.seed = seed_of(request);

  if (request.check != Check::none) return check(request);
  request.is_merge ? filesort::merge(plan) : filesort::sort(plan);
  return 0;
}

}  // namespace muster::cli
