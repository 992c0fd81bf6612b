#ifndef MUSTER_OS_ERROR_H
#define MUSTER_OS_ERROR_H

#include <string>

namespace muster::os {

/// Throws std::system_error for the present errno; `context` says what was attempted and on what.
/// Its what() reads "context: No space left on device".
[[noreturn]] void throw_errno(const std::string& context);

/// The same for an error number that was kept.
[[noreturn]] void throw_error(int error, const std::string& context);

/// The system's text for an error number.
std::string error_text(int error);

}  // namespace muster::os

#endif
