#ifndef MUSTER_CLI_SHELL_LINE_H
#define MUSTER_CLI_SHELL_LINE_H

#include <string_view>

namespace muster::cli {

/// Whether a line for /bin/sh has a {} between quotes. What stands for {} is quoted already: other
/// quotes would end there, and the shell would take the input for code. A line with a here-document
/// is not judged.
bool has_quoted_placeholder(std::string_view line);

}  // namespace muster::cli

#endif
