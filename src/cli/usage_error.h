#ifndef MUSTER_CLI_USAGE_ERROR_H
#define MUSTER_CLI_USAGE_ERROR_H

#include <stdexcept>
#include <string>
#include <utility>

namespace muster::cli {

/// The command line asks for something that makes no sense; what() says what, or is empty if that
/// has been said. `explanation`, if there is one, says more, on lines of its own.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  UsageError(const std::string& what, std::string explanation)
      : std::runtime_error(what), explanation_(std::move(explanation)) {}

  [[nodiscard]] const std::string& explanation() const { return explanation_; }

 private:
  std::string explanation_;
};

}  // namespace muster::cli

#endif
