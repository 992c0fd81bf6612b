#ifndef MUSTER_CLI_MANUAL_H
#define MUSTER_CLI_MANUAL_H

#include <string>

namespace muster::cli {

/// The options of a command (cli::command::run and so on) for its manual, by section, as roff.
std::string options_manual(unsigned command);

}  // namespace muster::cli

#endif
