#ifndef MUSTER_CLI_HELP_H
#define MUSTER_CLI_HELP_H

#include <string>

namespace muster::cli {

/// The options of a command (cli::command::run and so on) as --help shows them: by section, in at
/// most 79 columns.
std::string options_help(unsigned command);

}  // namespace muster::cli

#endif
