#include "cli/help.h"

#include <fmt/format.h>

#include "cli/flags.h"
#include "report/wrapped.h"

namespace muster::cli {
namespace {

constexpr std::size_t help_column = 31;

std::string left_of(const Flag& flag) {
  std::string left = flag.letter != 0 ? fmt::format("  -{}", flag.letter) : "    ";
  if (flag.name != nullptr) left += fmt::format("{} --{}", flag.letter != 0 ? "," : " ", flag.name);
  if (flag.argument != nullptr)
    left += flag.argument_is_optional ? fmt::format("[={}]", flag.argument)
                                      : fmt::format("={}", flag.argument);
  return left;
}

std::string help_of(const Flag& flag) {
  std::string text;
  std::string left = left_of(flag);
  if (left.size() + 1 >= help_column) {  // the help begins on a line of its own
    text = left + '\n';
    left.clear();
  }
  return text + report::wrapped(fmt::format("{:{}}", left, help_column), flag.help);
}

}  // namespace

std::string options_help(unsigned command) {
  std::string text;
  const Flag* last = nullptr;
  for (const Flag* flag : flags_by_section(command)) {
    if (last == nullptr || last->section != flag->section)
      text += fmt::format("{}{}:\n", last == nullptr ? "" : "\n", title_of(flag->section));
    text += help_of(*flag);
    last = flag;
  }
  return text;
}

}  // namespace muster::cli
