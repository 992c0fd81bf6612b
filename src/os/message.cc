#include "os/message.h"

#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string>

#include "os/fd.h"
#include "os/given_descriptors.h"
#include "os/io.h"
#include "os/watch.h"

namespace muster::os {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds patience_max{2000};
/// Between two attempts where the descriptor counts as writable but has no space for a whole line.
constexpr milliseconds pause{10};

// Of this process; messages come from one thread.
milliseconds patience = patience_max;  // NOLINT
/// As it stands on the terminal, with the cursor at its start: there it stays where a terminal that
/// becomes narrower wraps the line, so that all of it can be erased.
std::string status_line;  // NOLINT
constexpr std::string_view erase_below = "\x1b[J";

/// Writes to stderr, by that number or by another.
void write_patiently(int number, std::string_view line) noexcept {
  const auto deadline = Clock::now() + patience;
  while (!line.empty()) {
    if (!wait_for_space(number, deadline)) break;
    // What a pipe has room for when poll says so.
    const ssize_t written = try_write_some(number, line.substr(0, PIPE_BUF));
    if (written >= 0) {
      line.remove_prefix(static_cast<std::size_t>(written));
      patience = patience_max;
    } else if (written == -EAGAIN) {
      if (Clock::now() >= deadline) break;
      (void)::poll(nullptr, 0, static_cast<int>(pause.count()));
    } else {
      return;  // stderr is all there is to complain to
    }
  }
  if (!line.empty()) patience = milliseconds{0};
}

}  // namespace

void write_message(std::string_view line) noexcept {
  const Fd reopened = reopen_without_waiting(STDERR_FILENO);
  const int number = reopened ? reopened.get() : STDERR_FILENO;
  if (!status_line.empty()) write_patiently(number, erase_below);
  write_patiently(number, line);
  if (!status_line.empty()) write_patiently(number, status_line);
}

void set_status_line(std::string_view line) noexcept {
  if (line.empty() && status_line.empty()) return;
  const Fd reopened = reopen_without_waiting(STDERR_FILENO);
  const int number = reopened ? reopened.get() : STDERR_FILENO;
  if (line.empty()) {
    status_line.clear();
    return write_patiently(number, erase_below);
  }
  if (!wait_for_space(number, Clock::now())) return;
  // It does not wrap, should the terminal have become narrower than its owner knows.
  status_line = "\x1b[?7l";
  status_line.append(line).append("\x1b[?7h").append(erase_below).append("\r");
  write_patiently(number, status_line);
}

}  // namespace muster::os
