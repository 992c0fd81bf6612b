#ifndef MUSTER_INIT_DEALER_LINK_H
#define MUSTER_INIT_DEALER_LINK_H

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "event/event.h"
#include "input/stream.h"
#include "os/child.h"
#include "os/fd.h"
#include "os/pipe.h"
#include "plan/plan.h"

namespace muster::init {

/// init's side of the Dealer: its process, and the socket to it. The Dealer gives its stdin to the
/// workers; init passes it their pipes, and learns from it of blocks, each of which is a job unless
/// blocks are dealt in turn.
class DealerLink {
 public:
  /// Starts the Dealer for a run that deals, with `jobs` workers at a time. Throws
  /// std::system_error if that fails.
  DealerLink(const plan::Run& plan, std::uint64_t jobs, const event::Log& log);

  /// -1 once it has been reaped.
  [[nodiscard]] pid_t pid() const { return pid_; }
  /// Readable when there may be another block.
  [[nodiscard]] const os::Fd& socket() const { return socket_; }

  using Next = input::Next;
  /// The next block, if it is known; never waits. Throws std::runtime_error, with what the Dealer
  /// says of it, if there can be no more blocks, and channel::ProtocolError for what no Dealer
  /// says.
  Next take();

  /// For the stdin of a worker. Throws std::system_error.
  [[nodiscard]] os::Pipe make_pipe() const;
  /// The job's worker has been started, and what is written to `pipe` is its stdin.
  void feed(std::uint32_t job, const os::Fd& pipe);
  /// The job is over.
  void forget(std::uint32_t job);
  /// Nothing more is wanted: the Dealer ends. Not to be asked for blocks after that.
  void leave() { socket_.reset(); }

  /// Its process has been reaped. Throws as take() does if that was too early.
  void on_exit(const os::ExitStatus& status);

 private:
  template <typename Body>
  void tell(const Body& body, const os::Fd& descriptor);

  const event::Log& log_;
  pid_t pid_ = -1;
  os::Fd socket_;
  int pipe_bytes_;
  bool has_ended_ = false;  // there are no more blocks
};

}  // namespace muster::init

#endif
