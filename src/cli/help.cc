#include "cli/help.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "cli/flags.h"

namespace muster::cli {
namespace {

constexpr std::size_t columns = 79;
constexpr std::size_t help_column = 31;

std::string left_of(const Flag& flag) {
  std::string left = flag.letter != 0 ? fmt::format("  -{}", flag.letter) : "    ";
  if (flag.name != nullptr) left += fmt::format("{} --{}", flag.letter != 0 ? "," : " ", flag.name);
  if (flag.argument != nullptr)
    left += flag.argument_is_optional ? fmt::format("[={}]", flag.argument)
                                      : fmt::format("={}", flag.argument);
  return left;
}

/// Takes as many words off the front of `text` as a line has space for.
std::string_view take_line(std::string_view& text) {
  constexpr std::size_t width = columns - help_column;
  std::size_t end = text.size();
  if (end > width) {
    end = text.rfind(' ', width);
    if (end == std::string_view::npos) end = std::min(text.find(' '), text.size());
  }
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::string help_of(const Flag& flag) {
  std::string text;
  std::string left = left_of(flag);
  if (left.size() + 1 >= help_column) {  // the help begins on a line of its own
    text = left + '\n';
    left.clear();
  }
  for (std::string_view help = flag.help; !help.empty(); left.clear())
    text += fmt::format("{:{}}{}\n", left, help_column, take_line(help));
  return text;
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
