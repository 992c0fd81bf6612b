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

/// Keeps a line below all messages of this process, at a terminal: a message erases it, and draws
/// it again below itself. It has no newline, and fits on one row. Empty: there is none any more.
/// Another changes nothing if the terminal takes nothing at the moment.
void set_status_line(std::string_view line) noexcept;

}  // namespace muster::os

#endif
