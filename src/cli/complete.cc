#include "cli/complete.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/flags.h"
#include "os/quoting.h"

namespace muster::cli {
namespace {

constexpr std::pair<unsigned, const char*> commands[] = {
    {command::run, "run"}, {command::sort, "sort"}, {command::demo, "demo"}};

/// The names of an option, with their dashes.
std::vector<std::string> names_of(const Flag& flag) {
  std::vector<std::string> names;
  if (flag.letter != 0) names.push_back({'-', flag.letter});
  if (flag.name != nullptr) names.push_back(std::string("--") + flag.name);
  return names;
}

/// Its values, with a blank between two of them.
std::string choices_of(const Flag& flag) {
  std::string words;
  for (const Choice& choice : flag.choices) {
    if (!words.empty()) words += ' ';
    words += choice.word;
  }
  return words;
}

bool takes_next_word(const Flag& flag) {
  return flag.takes != Takes::nothing && !flag.argument_is_optional;
}

/// Its help without what is after the first part of it.
std::string summary_of(const Flag& flag) {
  const std::string_view help = flag.help;
  return std::string(help.substr(0, std::min({help.find(" ("), help.find(';'), help.find(": ")})));
}

std::string bash_value_of(const Flag& flag) {
  if (!flag.choices.empty()) return "words " + choices_of(flag);
  switch (flag.takes) {
    case Takes::nothing:
      return "nothing";
    case Takes::text:
    case Takes::word:
      return "text";
    case Takes::file:
      return "file";
    case Takes::folder:
      return "folder";
    case Takes::program:
      return "program";
  }
  return "";
}

std::string fish_value_of(const Flag& flag) {
  const std::string required = flag.argument_is_optional ? " -f" : " -x";
  if (!flag.choices.empty()) return fmt::format("{} -a '{}'", required, choices_of(flag));
  switch (flag.takes) {
    case Takes::nothing:
      return "";
    case Takes::text:
    case Takes::word:
      return " -x";
    case Takes::file:
      return " -r -F";
    case Takes::folder:
      return " -x -a '(__fish_complete_directories)'";
    case Takes::program:
      return " -x -a '(__fish_complete_command)'";
  }
  return "";
}

/// The text with a backslash before each of `special`.
std::string escaped(std::string_view text, std::string_view special) {
  std::string result;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string zsh_action_of(const Flag& flag) {
  if (!flag.choices.empty()) return fmt::format("({})", escaped(choices_of(flag), ":"));
  switch (flag.takes) {
    case Takes::nothing:
    case Takes::text:
    case Takes::word:
      return "";
    case Takes::file:
      return "_files";
    case Takes::folder:
      return "_files -/";
    case Takes::program:
      return "_command_names -e";
  }
  return "";
}

/// One name of an option as _arguments takes it. Each may be given several times.
std::string zsh_spec_of(const Flag& flag, const std::string& name) {
  const bool is_long = name.starts_with("--");
  const bool has_argument = takes_next_word(flag) || (flag.takes != Takes::nothing && is_long);
  std::string spec = '*' + name;
  if (has_argument) spec += flag.argument_is_optional ? "=-" : is_long ? "=" : "+";
  spec += '[' + escaped(summary_of(flag), "[]:\\") + ']';
  if (has_argument)
    spec += fmt::format("{}{}:{}", flag.argument_is_optional ? "::" : ":",
                        escaped(flag.argument, ":"), zsh_action_of(flag));
  return spec;
}

}  // namespace

std::string bash_options() {
  std::string text =
      "# _muster_options COMMAND: those that take an argument end with =.\n"
      "_muster_options()\n{\n    case $1 in\n";
  for (const auto& [bit, command] : commands) {
    std::string names;
    for (const Flag* flag : flags_of(bit))
      for (const std::string& name : names_of(*flag))
        names += ' ' + name + (takes_next_word(*flag) && name.starts_with("--") ? "=" : "");
    text += fmt::format("        {}) echo '{}' ;;\n", command, names.substr(1));
  }
  text +=
      "    esac\n}\n\n"
      "# _muster_value COMMAND OPTION: what it takes; after ? if only as --name=value.\n"
      "_muster_value()\n{\n    case \"$1 $2\" in\n";
  for (const auto& [bit, command] : commands) {
    for (const Flag* flag : flags_of(bit)) {
      std::string patterns;
      for (const std::string& name : names_of(*flag))
        patterns += fmt::format("{}'{} {}'", patterns.empty() ? "" : " | ", command, name);
      text += fmt::format("        {}) echo '{}{}' ;;\n", patterns,
                          flag->argument_is_optional ? "?" : "", bash_value_of(*flag));
    }
  }
  return text + "    esac\n}\n";
}

std::string zsh_options() {
  std::string text;
  for (const auto& [bit, command] : commands) {
    text += fmt::format("  local -a {}_options=(\n", command);
    for (const Flag* flag : flags_of(bit))
      for (const std::string& name : names_of(*flag))
        text += "    " + os::quoted_word(zsh_spec_of(*flag, name)) + '\n';
    text += "  )\n";
  }
  return text;
}

std::string fish_options() {
  std::string text =
      "function __muster_run_takes_argument --argument-names option\n"
      "    contains -- $option";
  for (const Flag* flag : flags_of(command::run))
    if (takes_next_word(*flag))
      for (const std::string& name : names_of(*flag)) text += ' ' + name;
  text += "\nend\n\n";
  for (const auto& [bit, command] : commands) {
    for (const Flag* flag : flags_of(bit)) {
      text += fmt::format("complete -c muster -n '__muster_options_of {}'", command);
      if (flag->letter != 0) text += fmt::format(" -s {}", flag->letter);
      if (flag->name != nullptr) text += fmt::format(" -l {}", flag->name);
      text += fmt::format("{} -d '{}'\n", fish_value_of(*flag), escaped(summary_of(*flag), "'\\"));
    }
  }
  return text;
}

}  // namespace muster::cli
