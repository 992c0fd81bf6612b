#ifndef MUSTER_CLI_COMPLETE_H
#define MUSTER_CLI_COMPLETE_H

#include <string>

namespace muster::cli {

// The options of all commands as the scripts in completions/ need them: their names, what they
// take, and their fixed values.
std::string bash_options();
std::string zsh_options();
std::string fish_options();

}  // namespace muster::cli

#endif
