// What muster has written to --status-fd (docs/protocol.md).

#ifndef MUSTER_LIB_STATUS_H
#define MUSTER_LIB_STATUS_H

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace muster::lib {

/// It is not what a muster of this protocol writes.
class BadStatus : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Failure {
  std::int64_t worker = -1;
  std::int64_t attempt = -1;
  std::int64_t pid = -1;
  std::int64_t exit_status = -1;
  std::int64_t signal = -1;
  std::string cause;
  std::string command;
  std::string text;
  std::string error_lines;
};

struct Status {
  std::vector<Failure> failures;
  std::string errors;  ///< a line each
  std::optional<std::int64_t> exit_status;
  std::optional<std::int64_t> signal;
  bool was_run = false;
  std::optional<std::int64_t> records;
  std::optional<std::int64_t> bytes;
};

/// Throws BadStatus.
Status parse_status(std::string_view text);

}  // namespace muster::lib

#endif
