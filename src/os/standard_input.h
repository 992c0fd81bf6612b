#ifndef MUSTER_OS_STANDARD_INPUT_H
#define MUSTER_OS_STANDARD_INPUT_H

namespace muster::os {

/// Whether standard input is a pipe or a file with bytes that nobody has read, and was given to
/// this process alone: what its parent has too, such as the input of a script or of a loop in it,
/// may be for others.
bool is_standard_input_unread();

}  // namespace muster::os

#endif
