#ifndef MUSTER_CLI_TEST_ARGUMENTS_H
#define MUSTER_CLI_TEST_ARGUMENTS_H

#include <string>
#include <vector>

#include "cli/parse.h"

namespace muster::cli {

/// The arguments of a command line, whose first word is what messages begin with.
inline Arguments parsed(unsigned command, std::vector<std::string> words) {
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return parse(command, static_cast<int>(words.size()), argv.data());
}

}  // namespace muster::cli

#endif
