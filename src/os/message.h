#ifndef MUSTER_OS_MESSAGE_H
#define MUSTER_OS_MESSAGE_H

#include <string_view>

namespace muster::os {

/// Writes a line, newline included, to stderr; the lines of several processes do not mix if they
/// have no more than PIPE_BUF bytes.
///
/// Waits for a reader that is slow, but not for long: one that has stopped reading must not keep
/// this process from its work, which may be to end others. What cannot be written is dropped, and
/// from then on nothing is waited for until something can be written again.
void write_message(std::string_view line) noexcept;

}  // namespace muster::os

#endif
