#include "cli/flags.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/usage_error.h"

namespace muster::cli {

std::vector<const Flag*> flags_of(unsigned command) {
  std::vector<const Flag*> flags;
  for (const auto rows : {input_flags(), pipe_flags(), worker_flags(), checking_flags(),
                          record_flags(), ordering_flags(), output_flags(), report_flags(),
                          host_flags(), demo_flags(), other_flags()})
    for (const Flag& flag : rows)
      if ((flag.commands & command) != 0) flags.push_back(&flag);
  return flags;
}

std::vector<const Flag*> flags_by_section(unsigned command) {
  std::vector<const Flag*> flags = flags_of(command);
  std::stable_sort(flags.begin(), flags.end(),
                   [](const Flag* a, const Flag* b) { return a->section < b->section; });
  return flags;
}

const char* title_of(Section section) {
  switch (section) {
    case Section::inputs:
      return "Inputs";
    case Section::dealing:
      return "Dealing out standard input";
    case Section::workers:
      return "Workers";
    case Section::numbers:
      return "Numbers";
    case Section::ordering:
      return "Order";
    case Section::checking:
      return "Check, merge, debug";
    case Section::records:
      return "Input and records";
    case Section::output:
      return "Output";
    case Section::reports:
      return "Progress and logs";
    case Section::host:
      return "For programs that start muster";
    case Section::steps:
      return "Steps";
    case Section::resources:
      return "Resources";
    case Section::other:
      return "Other";
  }
  return "";
}

void note_once(std::optional<std::string>& to, const Value& value, const char* what) {
  if (to && *to != value.text) throw UsageError(fmt::format("multiple {} specified", what));
  to = value.text;
}

}  // namespace muster::cli
