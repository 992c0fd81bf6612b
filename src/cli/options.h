#ifndef MUSTER_CLI_OPTIONS_H
#define MUSTER_CLI_OPTIONS_H

#include <chrono>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "order/order.h"

namespace muster::cli {

/// The command line asks for something that makes no sense; what() says what, or is empty if that
/// has been said.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One option of a command: how it is written, what --help says of it, and what it does.
struct Option {
  char letter = 0;                 ///< 0 if there is only the long name
  const char* name = nullptr;      ///< without the dashes
  const char* argument = nullptr;  ///< what --help calls it; none if the option takes none
  std::string help;                ///< lines after the first are indented by whoever prints them
  std::function<void(const std::string& argument)> apply;
};

/// Applies the options at the front of the arguments (argv[0] is the command's name) and returns
/// the index of the first argument that is none. Long names may be shortened as long as they
/// are unique. Throws UsageError, as `apply` may.
int parse_options(int argc, char** argv, const std::vector<Option>& options);

/// The options as --help shows them.
std::string options_help(const std::vector<Option>& options);

/// Numbers and words as options take them. `name` is the option, for the UsageError.
std::uint64_t parse_number(const std::string& text, std::uint64_t min, std::uint64_t max,
                           const std::string& name);
/// N, N% of the processors, or 0 (no limit).
std::size_t parse_jobs(const std::string& text, const std::string& name);
/// Seconds, as timeout(1) takes them: a number, with s, m, h or d behind it if wanted.
std::chrono::milliseconds parse_duration(const std::string& text, const std::string& name);

/// --order, the same for all commands.
Option order_option(order::Order& order);

}  // namespace muster::cli

#endif
