// What init and the Dealer say to each other, through one socket. As in protocol.h, each direction
// is one variant.
//
//   init                              Dealer
//     the setup             ->
//                           <-        BlockCut        there is one more job: this block
//     Feed, with a pipe     ->                        the job's worker has been started, again
//                                                     perhaps, and this is its stdin
//     Forget                ->                        the job is over: no worker reads its block
//                           <-        InputEnded      there are no more blocks
//                           <-        DealingFailed   the Dealer cannot go on
//
// When jobs are given blocks in turn, none is announced. The Dealer ends when it has dealt out all
// blocks, or when init closes its end.

#ifndef MUSTER_PROTOCOL_DEALING_H
#define MUSTER_PROTOCOL_DEALING_H

#include <cstdint>
#include <string_view>
#include <variant>

#include "event/text.h"
#include "os/fd.h"
#include "plan/plan.h"

namespace muster::protocol {

/// How the Dealer is started: under this name, with init's stdin and stderr, and with this socket.
inline constexpr const char* dealer_process_name = "muster-dealer";
inline constexpr int dealer_socket = 3;

struct DealerSetup {
  plan::Dealing dealing;
  /// How many workers run at a time: no more blocks than that, and a few, are in memory.
  std::uint64_t jobs = 1;
  /// A block is needed until its job is over, since that may be started again; else until it has
  /// been written.
  bool keeps_blocks = false;

  [[nodiscard]] bool is_valid() const { return dealing.is_valid() && jobs > 0; }
};

/// If nobody reads the socket the Dealer has died, and that is noticed elsewhere. Throws
/// std::system_error for other failures.
void send(const os::Fd& socket, const DealerSetup& setup);
/// Throws plan::FormatError for what is no setup, or one that is not valid.
DealerSetup receive_dealer_setup(const os::Fd& socket);

// --- init to the Dealer -------------------------------------------------------------------------

struct Feed {
  static constexpr std::string_view name = "Feed";
  std::uint32_t job = 0;
};
struct Forget {
  static constexpr std::string_view name = "Forget";
  std::uint32_t job = 0;
};
using DealerRequest = std::variant<Feed, Forget>;

// --- the Dealer to init -------------------------------------------------------------------------

struct BlockCut {
  static constexpr std::string_view name = "BlockCut";
  std::uint64_t bytes = 0;
};
struct InputEnded {
  static constexpr std::string_view name = "InputEnded";
};
struct DealingFailed {
  static constexpr std::string_view name = "DealingFailed";
  event::Text<240> cause;
};
using DealerReply = std::variant<BlockCut, InputEnded, DealingFailed>;

}  // namespace muster::protocol

#endif
