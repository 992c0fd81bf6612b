#ifndef MUSTER_CLI_SHELL_LINE_H
#define MUSTER_CLI_SHELL_LINE_H

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace muster::cli {

/// The first replacement string of inputs, whose columns may have `names`, between quotes in a line
/// for /bin/sh. What stands for it is quoted already: other quotes would end there, and the shell
/// would take the input for code. Numbers of jobs may stand between quotes. A line with a
/// here-document is not judged.
std::optional<std::string_view> quoted_field(std::string_view line,
                                             std::span<const std::string> names);

}  // namespace muster::cli

#endif
