// What the user is told when something is wrong: here causes become sentences. Those about sort's
// own options are GNU sort's.

#include "cli/causes.h"

#include <fmt/format.h>

#include "segment/layout.h"

namespace muster::cli {

std::string sentence(Conflict conflict) {
  switch (conflict) {
    case Conflict::nul_with_records:
      return "-z cannot be used with --records: its records have a fixed size";
    case Conflict::print_without_records:
      return "--print can only be used with --records=TYPE";
    case Conflict::print_without_values:
      return "--print cannot be used with --records=fixed:N: its records are not values";
    case Conflict::header_any_without_header:
      return "--header-any can only be used with --header";
    case Conflict::merge_with_streaming_order:
      return "-m can only be used with --order=ascending or --order=descending";
    case Conflict::keys_with_streaming_order:
      return "options that compare records can only be used with --order=ascending or "
             "--order=descending";
    case Conflict::tag_with_records:
      return "--tag and --tagstring cannot be used with --records: binary records have no lines";
    case Conflict::workers_with_inputs:
      return "--workers cannot be used with ':::', which starts one worker for each input";
    case Conflict::second_separator:
      return "more than one ':::': give all inputs after the first";
    case Conflict::nothing_to_run:
      return "no COMMAND and no ':::' with command lines";
    case Conflict::too_many_inputs:
      return "too many inputs";
    case Conflict::both_checks:
      return sentence(Incompatible{"-cC"});
    case Conflict::debug_with_records:
      return "--debug cannot be used with --records: it underlines text";
  }
  return "";
}

std::string sentence(const Incompatible& cause) {
  return fmt::format("options '{}' are incompatible", cause.options);
}

std::string sentence(const ExtraOperand& cause) {
  return cause.check != 0
             ? fmt::format("extra operand '{}' not allowed with -{}", cause.operand, cause.check)
             : fmt::format("extra operand '{}'", cause.operand);
}

std::string sentence(const MisplacedOption& cause) {
  return fmt::format("'{}' after COMMAND is an argument of COMMAND; put it before '{}'",
                     cause.option, cause.program);
}

std::string sentence(const NotAProgram& cause) {
  return fmt::format(
      "there is no program '{}': several words are one command without a shell; put ::: before "
      "command lines",
      cause.program);
}

std::string sentence(const BadTag& cause) {
  return cause.is_too_long
             ? fmt::format("--tagstring: the tag of P{} is longer than {} bytes", cause.worker,
                           segment::tag_bytes_max)
             : fmt::format("--tagstring: the tag of P{} contains the record delimiter",
                           cause.worker);
}

}  // namespace muster::cli
