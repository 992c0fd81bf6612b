// The operands of run: COMMAND, and the lists of inputs after it.

#include "cli/operands.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "cli/causes.h"
#include "cli/flags.h"
#include "cli/refuse.h"
#include "cli/shell_line.h"

namespace muster::cli {
namespace {

/// A word that begins a list of inputs.
struct Separator {
  std::string_view word;
  bool is_of_files;
  bool is_linked;
};
constexpr std::array separators{Separator{":::", false, false}, Separator{":::+", false, true},
                                Separator{"::::", true, false}, Separator{"::::+", true, true}};

const Separator* separator_of(std::string_view word) {
  const auto* const found =
      std::find_if(separators.begin(), separators.end(),
                   [&](const Separator& separator) { return separator.word == word; });
  return found == separators.end() ? nullptr : found;
}

/// Several words are one program with its arguments. A first word with a blank in it that is no
/// file is a shell line in the wrong place.
void check_program(const std::vector<std::string>& words) {
  if (words.size() < 2 || words.front().find(' ') == std::string::npos ||
      ::access(words.front().c_str(), F_OK) == 0)
    return;
  const std::vector<const Flag*> flags = flags_of(command::run);
  const bool is_option = std::any_of(flags.begin(), flags.end(), [&](const Flag* flag) {
    return (flag->letter != 0 && words[1].starts_with(std::string{'-', flag->letter})) ||
           (flag->name != nullptr && words[1].starts_with(fmt::format("--{}", flag->name)));
  });
  if (is_option) refuse(MisplacedOption{words[1], words.front()});
  refuse(NotAProgram{words.front()});
}

/// The sources that options and operands from `operand` on name, in this order.
std::vector<input::Source> sources_of(const Arguments& arguments,
                                      std::vector<std::string>::const_iterator operand) {
  std::vector<input::Source> sources;
  for (const std::string& path : arguments.inputs.files) sources.push_back({{}, path, false});
  const auto end = arguments.operands.end();
  while (operand != end) {
    const Separator& separator = *separator_of(*operand);
    const auto begin = std::next(operand);
    operand = std::find_if(begin, end, separator_of);
    if (!separator.is_of_files) {
      sources.push_back({{begin, operand}, {}, separator.is_linked});
      continue;
    }
    if (begin == operand) refuse(Conflict::separator_without_files);
    for (auto path = begin; path != operand; ++path)
      sources.push_back({{}, *path, separator.is_linked});
  }
  return sources;
}

/// Where inputs are split into columns. As in GNU parallel, a header has several.
std::optional<std::string> column_separator_of(const InputOptions& options) {
  if (options.has_names && !options.column_separator) return "\\t";
  return options.column_separator;
}

/// An option that says something about inputs.
bool is_about_inputs(const InputOptions& options) {
  return options.ends_with_nul || options.column_separator || options.has_names ||
         options.max_per_job > 1;
}

}  // namespace

plan::Commands commands_of(const Arguments& arguments) {
  const std::vector<std::string>& all = arguments.operands;
  const auto first_separator = std::find_if(all.begin(), all.end(), separator_of);
  plan::Commands commands;
  commands.words.assign(all.begin(), first_separator);
  commands.count = static_cast<std::uint32_t>(arguments.workers.value_or(1));
  commands.tag = arguments.tag;
  check_program(commands.words);

  std::vector<input::Source> sources = sources_of(arguments, first_separator);
  if (sources.empty()) {
    if (all.empty()) refuse(Conflict::nothing_to_run);
    if (is_about_inputs(arguments.inputs)) refuse(Conflict::no_inputs);
    return commands;
  }
  if (arguments.workers) refuse(Conflict::workers_with_inputs);
  if (std::count_if(sources.begin(), sources.end(),
                    [](const input::Source& source) { return source.path == "-"; }) > 1)
    refuse(Conflict::standard_input_twice);
  const InputOptions& options = arguments.inputs;
  commands.inputs = {std::move(sources), options.ends_with_nul, column_separator_of(options),
                     options.has_names, static_cast<std::uint32_t>(options.max_per_job)};
  return commands;
}

void check_shell_line(const plan::Commands& commands, std::span<const std::string> names) {
  if (!commands.inputs || commands.words.size() != 1) return;
  if (const auto field = quoted_field(commands.words.front(), names)) refuse(QuotedField{*field});
}

}  // namespace muster::cli
