#ifndef MUSTER_OS_STAND_ASIDE_H
#define MUSTER_OS_STAND_ASIDE_H

namespace muster::os {

/// Sees to it that this process has no children. Whoever execs a program may have given it some,
/// such as a shell its process substitutions, and they are not the program's to end or to wait for.
///
/// If there are any, what the program has to do goes on in a forked child; there the call returns.
/// The parent stands aside: it passes on the signals that ask it to end, and ends as the child
/// does. It takes the child along if it is killed. Does nothing if there are no children.
///
/// Must be called while there is one thread. Throws std::system_error.
void stand_aside_for_child();

}  // namespace muster::os

#endif
