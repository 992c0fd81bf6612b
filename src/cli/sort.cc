// `muster sort`: a drop-in for sort(1), as far as it goes.

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <csignal>
#include <cstring>
#include <random>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/help.h"
#include "cli/parse.h"
#include "cli/planning.h"
#include "cli/usage_error.h"
#include "filesort/filesort.h"
#include "gnu/debug.h"
#include "key/binary.h"
#include "os/error.h"
#include "os/fd.h"
#include "os/io.h"
#include "os/locale.h"
#include "os/quoting.h"
#include "os/signals.h"

namespace muster::cli {
namespace {

constexpr const char* usage =
    R"(Usage: muster sort [OPTION]... [FILE]...
  or:  muster sort [OPTION]... --files0-from=F
Print the records (lines) of all FILEs sorted, like sort(1). Text is compared by
bytes unless --locale is given. Without FILE, or if FILE is -, read standard
input.

)";

constexpr const char* exit_status =
    R"(
KEYDEF is F[.C][OPTS][,F[.C][OPTS]]: from byte C of field F to byte C of the
second field, both counted from 1, or to the end; OPTS are letters of
bdfgiMhnRrV for this key alone. SIZE is a number of KiB, or is followed by b,
K, M, G, T or P, or by % of the available memory.

Exit status: 0 on success, 1 if -c or -C found disorder, 2 on error.
)";

/// The keys of old, +1 -2: -2 would be taken for an option.
void refuse_old_keys(int argc, char** argv) {
  for (int i = 1; i < argc && std::strcmp(argv[i], "--") != 0; ++i)
    if (argv[i][0] == '+' && std::isdigit(static_cast<unsigned char>(argv[i][1])) != 0 &&
        ::access(argv[i], F_OK) != 0)
      throw UsageError(
          fmt::format("invalid key '{}': use -k, which counts fields from 1", argv[i]));
}

/// The same bytes give the same shuffle.
key::RandomSeed seed_from(const std::string& path) {
  const os::Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) os::throw_errno("open failed: " + os::quoted_name(path));
  std::array<char, 16> bytes{};
  if (os::read_full(file, bytes, ("cannot read " + path).c_str()) < bytes.size())
    throw std::runtime_error("'" + path + "': end of file");
  key::RandomSeed seed;
  std::memcpy(seed.data(), bytes.data(), sizeof seed);
  return seed;
}

key::RandomSeed seed_of(const Arguments& arguments) {
  if (arguments.random_source && arguments.ordering.is_random())
    return seed_from(*arguments.random_source);
  std::random_device device;
  return {device(), device()};
}

/// Says what --debug has to say before the records come.
void warn(const Arguments& arguments, const plan::Sort& plan) {
  const gnu::Options ordering = ordering_of(arguments);
  if (ordering.collates()) os::take_characters_from_environment();
  for (const std::string& line : gnu::warnings(ordering, plan.order)) complain(line);
}

/// A record in a message.
std::string text_of(const std::string& record, const plan::Sort& plan) {
  if (!plan.records.framing.is_of_size()) return record;
  if (plan.records.value == key::KeyKind::bytes) return fmt::format("{} bytes", record.size());
  std::string line = key::text_of_binary(record, plan.records.value);
  line.pop_back();
  return line;
}

/// Whether the one input is in order, as the exit status.
int check(const plan::Sort& plan, bool is_quiet) {
  const auto disorder = filesort::find_disorder(plan);
  if (!disorder) return 0;
  if (!is_quiet)
    complain(fmt::format("{}:{}: disorder: {}", plan.inputs.front(), disorder->record,
                         text_of(disorder->text, plan)),
             plan.records.framing.delimiter());
  return 1;
}

}  // namespace

int sort(int argc, char** argv) {
  os::ignore(SIGXFSZ);  // a failed write says it better
  refuse_old_keys(argc, argv);
  const unsigned command = std::string_view(argv[0]) == "sort" ? command::gnu_sort : command::sort;
  const Arguments arguments = parse(command, argc, argv);
  if (arguments.wants_help) {
    print(usage + options_help(command) + exit_status);
    return 0;
  }
  if (arguments.wants_version) {
    print_version();
    return 0;
  }

  plan::Sort plan = plan_sort(arguments);
  if (plan.is_underlined) warn(arguments, plan);
  plan.order.seed = seed_of(arguments);
  if (arguments.checks || arguments.checks_quietly) return check(plan, arguments.checks_quietly);
  arguments.merges ? filesort::merge(plan) : filesort::sort(plan);
  return 0;
}

}  // namespace muster::cli
