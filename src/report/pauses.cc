#include "report/pauses.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <variant>

#include "os/error.h"
#include "os/go_ahead.h"
#include "os/io.h"
#include "os/message.h"
#include "os/terminal.h"

namespace muster::report {
namespace {

constexpr std::array ending_signals{SIGINT, SIGTERM, SIGQUIT, SIGHUP};
constexpr std::array suspending_signals{SIGTSTP};

constexpr const char* prompt = "                               [Enter] ";
/// Of the line above, which the terminal has left when Enter was pressed.
constexpr const char* erase_prompt = "\x1b[A\x1b[K";

os::Fd open_stdin_again() {
  os::Fd input(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  if (!input && errno != EBADF) os::throw_errno("cannot read standard input");
  return input;
}

}  // namespace

Pauses::Pauses()
    : input_(open_stdin_again()),
      endings_(ending_signals),
      suspensions_(suspending_signals),
      has_prompt_(os::is_terminal(STDIN_FILENO) && os::is_terminal(STDERR_FILENO)),
      are_over_(!input_) {}

void Pauses::wait() {
  if (are_over_) return;
  if (has_prompt_) os::write_message(prompt);
  std::array<pollfd, 3> events{{{input_.get(), POLLIN, 0},
                                {endings_.fd().get(), POLLIN, 0},
                                {suspensions_.fd().get(), POLLIN, 0}}};
  for (;;) {
    if (::poll(events.data(), events.size(), -1) < 0) {
      if (errno == EINTR) continue;
      os::throw_errno("cannot wait for standard input");
    }
    if (events[1].revents != 0) {
      are_over_ = true;
      if (has_prompt_) os::write_message("\n");
      return;
    }
    if (events[2].revents != 0) {
      while (suspensions_.next()) os::stop_this_process();
      if (has_prompt_) os::write_message(prompt);
    } else if (events[0].revents != 0 && is_line_read()) {
      if (has_prompt_) os::write_message(are_over_ ? "\n" : erase_prompt);
      return;
    }
  }
}

/// Reads a byte at a time: what comes after the line may be for somebody else.
bool Pauses::is_line_read() {
  char byte = 0;
  const ssize_t bytes = os::try_read_some(input_, {&byte, 1});
  if (bytes == -EAGAIN) return false;
  are_over_ = bytes <= 0;
  return are_over_ || byte == '\n';
}

void Pauses::let_go_on(const event::Stamp& stamp, const event::Event& event) {
  if (const auto* scheduler = std::get_if<event::SchedulerStarted>(&event))
    children_.insert(scheduler->pid);
  else if (const auto* job = std::get_if<event::JobStarted>(&event))
    children_.insert(job->pid);
  else if (const auto* scheduler_exit = std::get_if<event::SchedulerExited>(&event))
    children_.erase(scheduler_exit->status.pid);
  else if (const auto* job_exit = std::get_if<event::JobExited>(&event))
    children_.erase(job_exit->status.pid);
  if (stamp.role != event::Role::init && children_.contains(stamp.pid))
    os::GoAhead::give(stamp.pid);
}

}  // namespace muster::report
