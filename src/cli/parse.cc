#include "cli/parse.h"

#include <getopt.h>

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/flags.h"
#include "cli/usage_error.h"

namespace muster::cli {
namespace {

/// What getopt_long returns for an option without a letter: this plus its index.
constexpr int long_only = 256;

int has_argument(const Flag& flag) {
  if (flag.takes == Takes::nothing) return no_argument;
  return flag.argument_is_optional ? optional_argument : required_argument;
}

void apply(const Flag& flag, const char* argument, const char* program, Arguments& arguments) {
  Value value{.option = flag.name != nullptr ? std::string("--") + flag.name
                                             : std::string{'-', flag.letter},
              .text = argument != nullptr ? argument : "",
              .program = program};
  if (flag.takes == Takes::word && !(flag.argument_is_optional && value.text.empty()))
    value.choice = choice_of(value, flag.choices);
  flag.apply(arguments, value);
}

}  // namespace

Arguments parse(unsigned command, int argc, char** argv, Complaints complaints) {
  const bool is_sort = (command & (command::sort | command::gnu_sort)) != 0;
  const std::vector<const Flag*> flags = flags_of(command);
  std::string letters = is_sort ? "" : "+";
  std::vector<::option> names;
  for (std::size_t i = 0; i < flags.size(); ++i) {
    const Flag& flag = *flags[i];
    const int value = flag.letter != 0 ? flag.letter : long_only + static_cast<int>(i);
    if (flag.name != nullptr) names.push_back({flag.name, has_argument(flag), nullptr, value});
    if (flag.letter == 0) continue;
    letters += flag.letter;
    if (has_argument(flag) == required_argument) letters += ':';
  }
  names.push_back({nullptr, 0, nullptr, 0});

  Arguments arguments;
  optind = 0;  // start anew
  opterr = complaints == Complaints::said ? 1 : 0;
  for (;;) {
    const int value = ::getopt_long(argc, argv, letters.c_str(), names.data(), nullptr);
    if (value == -1) break;
    if (value == '?' && complaints == Complaints::thrown)
      throw UsageError(fmt::format(
          "option '{}' does not exist, is ambiguous, or has an argument too few or too many",
          argv[optind - 1]));
    if (value == '?') throw UsageError("");  // it has said what is wrong, after argv[0]
    const Flag& flag = value >= long_only
                           ? *flags[static_cast<std::size_t>(value - long_only)]
                           : **std::find_if(flags.begin(), flags.end(),
                                            [&](const Flag* one) { return one->letter == value; });
    apply(flag, optarg, argv[0], arguments);
    arguments.has_other_options |= flag.section != Section::host;
  }
  arguments.operands.assign(argv + optind, argv + argc);
  return arguments;
}

}  // namespace muster::cli
