#ifndef MUSTER_CLI_CAUSES_H
#define MUSTER_CLI_CAUSES_H

#include <cstdint>
#include <string>
#include <string_view>

#include "event/event.h"
#include "filesort/bad_input.h"
#include "init/tasks.h"
#include "plan/plan.h"

namespace muster::cli {

/// Why arguments that are valid one by one make no plan.
enum class Conflict : std::uint8_t {
  nul_with_records,
  print_without_records,
  print_without_values,
  header_any_without_header,
  merge_with_streaming_order,
  keys_with_streaming_order,
  retries_with_streaming_order,
  tag_with_records,
  workers_with_inputs,
  separator_without_files,
  standard_input_twice,
  no_inputs,
  nothing_to_run,
  resume_without_log,
  dealing_without_pipe,
  pipe_with_inputs,
  pipe_with_workers,
  pipe_with_dry_run,
  pipe_with_order_of_all,
  record_marks_with_records,
  round_robin_with_retries,
  round_robin_without_limit,
  both_checks,
  debug_with_records,
  pause_with_diagram,
};

/// Two options of sort that exclude each other, in GNU sort's words: "-c", "--top".
struct Incompatible {
  std::string_view options;  ///< as they stand in the message: "-co", "-c --top"
};

/// An operand that is one too many.
struct ExtraOperand {
  std::string_view operand;
  char check = 0;  ///< the letter of the option that allows one operand only; else it allows none
};

/// Two options that name one file to be written.
struct SameFile {
  std::string_view option;
  std::string_view other_option;
  std::string_view path;
};

/// An option that stands after COMMAND.
struct MisplacedOption {
  std::string_view option;
  std::string_view program;
};

/// The first of several words, which is no program.
struct NotAProgram {
  std::string_view program;
};

/// A replacement string between quotes in a shell line.
struct QuotedField {
  std::string_view field;
};

// What is wrong, as a sentence for the user.
std::string sentence(Conflict conflict);
std::string sentence(const Incompatible& cause);
std::string sentence(const ExtraOperand& cause);
std::string sentence(const SameFile& cause);
std::string sentence(const MisplacedOption& cause);
std::string sentence(const NotAProgram& cause);
std::string sentence(const QuotedField& cause);

std::string sentence(const filesort::InputCause& cause);

/// What the user is told of something that happens in a run of `plan`, whose tasks these are;
/// nothing if they need not know.
std::string sentence(const event::Event& event, const plan::Run& plan, const init::Tasks& tasks);

}  // namespace muster::cli

#endif
