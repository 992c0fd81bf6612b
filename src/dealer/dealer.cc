// The Dealer: cuts standard input into blocks of whole records and writes them to the workers.
//
// It is a process of its own, so that init never looks at a byte and waits for none. It waits in
// one place (Dealer::serve), for its input, for init, and for space in the pipes of the workers, so
// that a worker that reads slowly delays its own blocks only. Blocks are read once and written from
// where they were read to; those of a file are moved into the pipes without being read.

#include "dealer/dealer.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <deque>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>

#include "channel/channel.h"
#include "dealer/block.h"
#include "dealer/input.h"
#include "event/event.h"
#include "os/descriptor_limit.h"
#include "os/error.h"
#include "os/io.h"
#include "os/message.h"
#include "os/signals.h"
#include "os/this_process.h"
#include "os/watch.h"
#include "protocol/codec.h"
#include "protocol/dealing.h"

namespace muster::dealer {
namespace {

/// Blocks that wait for a worker while no further one is read. So there are never so many messages
/// on their way that the Dealer would wait for init to take one.
constexpr std::size_t blocks_waiting_max = 2;

/// Tags of what is watched: jobs, and these.
constexpr std::uint64_t input_tag = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t socket_tag = input_tag - 1;

/// A worker's stdin, and what is being written to it.
struct Outlet {
  os::Fd pipe;
  std::size_t header_written = 0;
  std::optional<std::uint32_t> block;
  std::size_t block_written = 0;
};

class Dealer {
 public:
  Dealer(os::Fd socket, const protocol::DealerSetup& setup)
      : socket_(std::move(socket)), setup_(setup), input_(os::Fd(STDIN_FILENO), setup.dealing) {
    watch_.add(socket_, socket_tag);
    is_input_watched_ = watch_.try_add(input_.fd(), input_tag);
    can_input_be_watched_ = is_input_watched_;
  }

  void serve();

 private:
  [[nodiscard]] bool in_turn() const { return setup_.dealing.round_robin; }
  [[nodiscard]] bool is_over() const;
  [[nodiscard]] bool is_block_wanted() const;
  void watch_input();
  bool take_request();
  void take_blocks();
  void take(protocol::Feed feed, os::Fd pipe);
  void take(protocol::Forget forget, os::Fd pipe);

  void on_space(std::uint32_t job);
  [[nodiscard]] int write(Outlet& outlet) const;
  bool give_block(std::uint32_t job, Outlet& outlet);
  void release(std::uint32_t block);

  template <typename Body>
  void reply(const Body& body) {
    (void)channel::send(socket_, protocol::encode<protocol::DealerReply>(body), os::Fd());
  }

  os::Fd socket_;
  protocol::DealerSetup setup_;
  Input input_;
  os::Watch watch_;
  bool can_input_be_watched_ = false;
  bool is_input_watched_ = false;
  bool is_end_reported_ = false;

  std::unordered_map<std::uint32_t, Block> blocks_;  // by number
  std::uint32_t blocks_cut_ = 0;
  std::deque<std::uint32_t> waiting_;                  // blocks that no worker has been given yet
  std::unordered_map<std::uint32_t, Outlet> outlets_;  // by job
  std::deque<std::uint32_t> idle_;  // jobs that can take a block, if blocks are dealt in turn
  std::uint64_t fed_ = 0;           // how many jobs have been started
};

void Dealer::serve() {
  while (!is_over()) {
    watch_input();
    const bool reads_now = is_block_wanted() && !can_input_be_watched_;
    for (const std::uint64_t tag :
         watch_.ready(reads_now ? std::optional(event::Time::min()) : std::nullopt)) {
      if (tag == socket_tag) {
        if (!take_request()) return;
      } else if (tag == input_tag) {
        input_.read();
      } else {
        on_space(static_cast<std::uint32_t>(tag));
      }
    }
    if (reads_now) input_.read();
    take_blocks();
  }
  if (!is_end_reported_) reply(protocol::InputEnded{});
}

/// Whether all has been dealt out, or nobody is left to take more.
bool Dealer::is_over() const {
  if (in_turn()) return outlets_.empty() && fed_ == setup_.jobs;
  return input_.has_ended() && blocks_.empty();
}

bool Dealer::is_block_wanted() const {
  return !input_.has_ended() && waiting_.size() < blocks_waiting_max &&
         blocks_.size() < setup_.jobs + blocks_waiting_max;
}

void Dealer::watch_input() {
  if (!can_input_be_watched_ || is_input_watched_ == is_block_wanted()) return;
  is_input_watched_ = !is_input_watched_;
  is_input_watched_ ? watch_.add(input_.fd(), input_tag) : watch_.remove(input_.fd());
}

/// Blocks that are all there; then the end of the input, once.
void Dealer::take_blocks() {
  while (is_block_wanted()) {
    auto block = input_.next();
    if (!block) break;
    if (blocks_cut_ == std::numeric_limits<std::uint32_t>::max())
      throw std::runtime_error("standard input has too many blocks: make them larger by --block");
    const std::size_t bytes = block->size();
    blocks_.emplace(blocks_cut_, std::move(*block));
    waiting_.push_back(blocks_cut_++);
    if (!in_turn()) reply(protocol::BlockCut{bytes});
  }
  if (input_.has_ended() && !is_end_reported_) {
    is_end_reported_ = true;
    reply(protocol::InputEnded{});
  }
  // Each of these takes a block, or ends because there are no more.
  for (std::size_t left = idle_.size(); left > 0 && (!waiting_.empty() || input_.has_ended());
       --left) {
    const std::uint32_t job = idle_.front();
    idle_.pop_front();
    on_space(job);
  }
}

// --- messages of init ---------------------------------------------------------------------------

/// Returns false if init has closed its end.
bool Dealer::take_request() {
  os::Fd pipe;
  const auto message = channel::receive(socket_, pipe);
  if (!message) return false;
  std::visit([&](const auto& body) { take(body, std::move(pipe)); },
             protocol::decode<protocol::DealerRequest>(*message));
  return true;
}

void Dealer::take(protocol::Feed feed, os::Fd pipe) {
  if (!pipe || (!in_turn() && !blocks_.contains(feed.job)))
    throw channel::ProtocolError("init has started a job that has no block");
  os::set_nonblocking(pipe);
  Outlet outlet;
  outlet.pipe = std::move(pipe);
  if (!in_turn()) {
    outlet.block = feed.job;
    std::erase(waiting_, feed.job);
  }
  outlets_.insert_or_assign(feed.job, std::move(outlet));
  ++fed_;
  on_space(feed.job);
}

void Dealer::take(protocol::Forget forget, os::Fd /*pipe*/) {
  outlets_.erase(forget.job);
  if (in_turn()) return;
  std::erase(waiting_, forget.job);
  release(forget.job);
}

// --- writing ------------------------------------------------------------------------------------

/// Goes on with a worker that can take something.
void Dealer::on_space(std::uint32_t job) {
  const auto found = outlets_.find(job);
  if (found == outlets_.end()) return;
  Outlet& outlet = found->second;
  // The header is known when there is a block, or no more to come.
  const bool has_block = outlet.block || give_block(job, outlet);
  if (!has_block && !input_.has_ended()) return;
  const int error = write(outlet);
  if (error == EAGAIN) return watch_.await_space(outlet.pipe, job);
  if (error != 0 && error != EPIPE) os::throw_error(error, "cannot write to a worker's pipe");

  const bool is_untouched = error == EPIPE && outlet.block_written == 0;
  if (has_block && in_turn() && is_untouched)
    waiting_.push_front(*outlet.block);  // for another
  else if (has_block && !setup_.keeps_blocks)
    release(*outlet.block);
  if (error == EPIPE || !has_block || !in_turn()) {
    outlets_.erase(found);
    return;
  }
  outlet.block.reset();
  watch_.await_space(outlet.pipe, job);
}

/// Writes what is left of the header and the block, until the pipe takes no more. Returns 0 or an
/// errno.
int Dealer::write(Outlet& outlet) const {
  const auto write_all = [](std::size_t size, std::size_t& written, const auto& try_write_some) {
    while (written < size) {
      const ssize_t count = try_write_some();
      if (count < 0) return static_cast<int>(-count);
      written += static_cast<std::size_t>(count);
    }
    return 0;
  };
  const std::string_view header = input_.header();
  const int error = write_all(header.size(), outlet.header_written, [&] {
    return os::try_write_some(outlet.pipe.get(), header.substr(outlet.header_written));
  });
  if (error != 0 || !outlet.block) return error;
  const Block& block = blocks_.at(*outlet.block);
  return write_all(block.size(), outlet.block_written,
                   [&] { return block.try_write_some(outlet.pipe, outlet.block_written); });
}

/// When blocks are dealt in turn: the next one, or the job waits for it.
bool Dealer::give_block(std::uint32_t job, Outlet& outlet) {
  if (!waiting_.empty()) {
    outlet.block = waiting_.front();
    outlet.block_written = 0;
    waiting_.pop_front();
    return true;
  }
  if (!input_.has_ended()) idle_.push_back(job);
  return false;
}

/// The block's memory is free.
void Dealer::release(std::uint32_t block) {
  const auto found = blocks_.find(block);
  if (found == blocks_.end()) return;
  input_.reuse(std::move(found->second));
  blocks_.erase(found);
}

void own(const os::Fd& fd) {
  if (::fcntl(fd.get(), F_SETFD, FD_CLOEXEC) != 0)
    throw std::runtime_error("the Dealer is started by init, not by hand");
}

}  // namespace

int run() {
  os::set_process_name(protocol::dealer_process_name);
  os::ignore(SIGPIPE);           // a failed write says it better
  os::raise_descriptor_limit();  // as init has, since each worker's pipe is here too
  // init ends the run, and this process with it.
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) os::ignore(number);
  os::Fd socket(protocol::dealer_socket);
  try {
    own(socket);
    const protocol::DealerSetup setup = protocol::receive_dealer_setup(socket);
    os::Fd copy(::fcntl(socket.get(), F_DUPFD_CLOEXEC, 0));
    try {
      Dealer(std::move(copy), setup).serve();
      return 0;
    } catch (const std::exception& error) {
      (void)channel::send(socket,
                          protocol::encode<protocol::DealerReply>(
                              protocol::DealingFailed{event::Text<240>(error.what())}),
                          os::Fd());
    }
  } catch (const std::exception& error) {
    os::write_message(std::string("muster-dealer: ") + error.what() + '\n');
  }
  return 1;
}

}  // namespace muster::dealer
