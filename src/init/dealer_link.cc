#include "init/dealer_link.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>

#include "channel/channel.h"
#include "init/sizes.h"
#include "os/child.h"
#include "os/error.h"
#include "os/io.h"
#include "os/socket.h"
#include "protocol/codec.h"
#include "protocol/dealing.h"

namespace muster::init {

DealerLink::DealerLink(const plan::Run& plan, std::uint64_t jobs, const event::Log& log)
    : log_(log),
      // As much as a block, so that it is written at once, and no more, so that a worker that is
      // slow does not have several blocks waiting in its pipe.
      pipe_bytes_(static_cast<int>(
          std::min<std::uint64_t>(plan.dealing->block_bytes, pipe_bytes_for(jobs)))) {
  os::SocketPair sockets = os::make_socket_pair();
  static_assert(protocol::dealer_socket == 3);
  const std::array<int, 4> descriptors{STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO,
                                       sockets.other.get()};
  const std::array<const char*, 2> argv{protocol::dealer_process_name, nullptr};
  os::SpawnOptions options{descriptors};
  // In the foreground of the terminal, as init is, since it may read it.
  options.has_own_group = false;
  const event::Time start = event::Clock::now();
  const os::Spawned spawned = os::start_program("/proc/self/exe", argv.data(), environ, options);
  if (spawned.error != 0) os::throw_error(spawned.error, "cannot start the Dealer");
  pid_ = spawned.pid;
  socket_ = std::move(sockets.one);
  log_.emit(event::DealerStarted{pid_}, start);
  sockets.other.reset();
  protocol::send(socket_,
                 {*plan.dealing, jobs, plan.jobs.retries > 0 || plan.jobs.free_bytes_min > 0});
}

DealerLink::Next DealerLink::take() {
  while (!has_ended_) {
    if (!os::has_something(socket_)) return Next::later;
    os::Fd none;
    const auto message = channel::receive(socket_, none);
    if (!message) return Next::later;  // it has died, and on_exit() will say of what
    const auto reply = protocol::decode<protocol::DealerReply>(*message);
    if (const auto* const failed = std::get_if<protocol::DealingFailed>(&reply))
      throw std::runtime_error(failed->cause.string());
    if (const auto* const cut = std::get_if<protocol::BlockCut>(&reply)) {
      log_.emit(event::BlockCut{cut->bytes});
      return Next::given;
    }
    has_ended_ = true;
    log_.emit(event::InputEnded{});
  }
  return Next::none;
}

os::Pipe DealerLink::make_pipe() const {
  os::Pipe pipe = os::make_pipe();
  os::enlarge_pipe(pipe.write_end, pipe_bytes_);
  return pipe;
}

void DealerLink::feed(std::uint32_t job, const os::Fd& pipe) {
  tell(protocol::Feed{job}, pipe);
}

void DealerLink::forget(std::uint32_t job) {
  tell(protocol::Forget{job}, os::Fd());
}

/// If the Dealer has ended it wants to know no more.
template <typename Body>
void DealerLink::tell(const Body& body, const os::Fd& descriptor) {
  if (socket_)
    (void)channel::send(socket_, protocol::encode<protocol::DealerRequest>(body), descriptor);
}

void DealerLink::on_exit(const os::ExitStatus& status) {
  const pid_t pid = std::exchange(pid_, -1);  // another process may have it next
  log_.emit(event::DealerExited{status});
  if (!socket_ || status.succeeded()) return;
  // Its last message says more.
  while (os::has_something(socket_) && take() == Next::given) {
  }
  throw std::runtime_error("the Dealer (pid " + std::to_string(pid) + ") " + status.text());
}

}  // namespace muster::init
