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

/// A file's name in a message: quoted as for a shell if it is empty or could be misread, so that a
/// message is one line, and what was said where it ends. As GNU's tools quote names.
std::string shown_name(const std::string& name);

}  // namespace muster::os

#endif
