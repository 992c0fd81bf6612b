#ifndef MUSTER_DEALER_DEALER_H
#define MUSTER_DEALER_DEALER_H

namespace muster::dealer {

/// The Dealer role, in a process that init has started as protocol/dealing.h says: deals its stdin
/// out to the workers. Returns the exit status: 0 if all has been dealt out, or none wants more.
int run();

}  // namespace muster::dealer

#endif
