#ifndef MUSTER_CLI_FLAGS_H
#define MUSTER_CLI_FLAGS_H

#include <cstdint>
#include <span>
#include <vector>

#include "cli/arguments.h"
#include "cli/values.h"

namespace muster::cli {

/// The commands that take options, one bit each: an option belongs to one or several.
namespace command {
inline constexpr unsigned run = 1;
inline constexpr unsigned sort = 2;
inline constexpr unsigned gnu_sort = 4;  ///< sort under the name of sort: the options of sort(1)
inline constexpr unsigned demo = 8;
}  // namespace command

/// What an option takes, and so what a shell offers to complete.
enum class Takes : std::uint8_t { nothing, text, word, file, folder, program };

/// The parts of --help and of the manuals, in the order in which they stand there.
enum class Section : std::uint8_t {
  inputs,
  dealing,
  workers,
  numbers,
  ordering,
  checking,
  records,
  output,
  reports,
  host,
  steps,
  resources,
  other,
};

/// One option of one or several commands: all that is known of it. Parsing, --help, the manuals and
/// the completions go by these rows. An option that two commands take in different ways has a row
/// for each.
struct Flag {
  char letter = 0;             ///< 0 if there is only the name
  const char* name = nullptr;  ///< without the dashes; null if there is only the letter
  /// What --help calls the argument; null if the option takes none.
  const char* argument = nullptr;
  Takes takes = Takes::nothing;
  bool argument_is_optional = false;  ///< then it can only be given as --name=ARGUMENT
  /// The values that there are, for Takes::word; else values to complete, to which others may be
  /// added.
  std::span<const Choice> choices = {};
  unsigned commands = 0;
  Section section = Section::other;
  /// For --help: an imperative fragment, which is broken into lines as needed.
  const char* help = nullptr;
  /// For the manual: sentences, paragraphs apart by an empty line; `literal` and *variable* text.
  const char* manual = nullptr;
  /// Notes in the arguments what has been given. Throws UsageError or gnu::OrderError if the
  /// value is not valid. Changes nothing else.
  void (*apply)(Arguments& arguments, const Value& value) = nullptr;
};

/// The rows. They stand in an order in which those of command::gnu_sort that begin with the same
/// letter come in GNU sort's order, in which getopt_long names them.
std::span<const Flag> input_flags();
std::span<const Flag> worker_flags();
std::span<const Flag> pipe_flags();
std::span<const Flag> checking_flags();
std::span<const Flag> record_flags();
std::span<const Flag> ordering_flags();
std::span<const Flag> output_flags();
std::span<const Flag> report_flags();
std::span<const Flag> host_flags();
std::span<const Flag> demo_flags();
std::span<const Flag> other_flags();

/// The rows of a command.
std::vector<const Flag*> flags_of(unsigned command);

/// The same in the order in which people read them.
std::vector<const Flag*> flags_by_section(unsigned command);

const char* title_of(Section section);

/// What most rows do: note that they were given.
template <auto member>
void note(Arguments& arguments, const Value&) {
  arguments.*member = true;
}

/// Notes the text; an option that was given before has to have been given the same.
void note_once(std::optional<std::string>& to, const Value& value, const char* what);

}  // namespace muster::cli

#endif
