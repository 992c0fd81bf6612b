#include "report/status_stream.h"

#include <limits.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "os/given_descriptors.h"
#include "os/io.h"
#include "os/signals.h"
#include "os/watch.h"

namespace muster::report {
namespace {

/// While it is there, a reader that has gone is an error of the write and not a signal.
class IgnoredPipeSignal {
 public:
  IgnoredPipeSignal() { os::ignore(SIGPIPE); }
  IgnoredPipeSignal(const IgnoredPipeSignal&) = delete;
  IgnoredPipeSignal& operator=(const IgnoredPipeSignal&) = delete;
  ~IgnoredPipeSignal() {
    if (!was_ignored_) os::restore_default(SIGPIPE);
  }

 private:
  bool was_ignored_ = os::is_ignored(SIGPIPE);
};

}  // namespace

StatusStream::StatusStream(os::Fd to) : to_(std::move(to)) {
  if (os::Fd reopened = os::reopen_without_waiting(to_.get())) to_ = std::move(reopened);
}

void StatusStream::write(std::string_view line) {
  flush();
  if (!to_ || (!kept_.empty() && kept_.size() + line.size() + 1 > kept_bytes_max)) {
    ++lost_;
    return;
  }
  kept_.append(line).push_back('\n');
  flush();
}

/// Whole pieces that a pipe has room for when poll says so: of a socket that is as good as never
/// more than it takes.
void StatusStream::write_kept() {
  const IgnoredPipeSignal ignored;
  std::string_view rest = kept_;
  while (!rest.empty() && os::wait_for_space(to_.get(), event::Clock::now())) {
    const ssize_t written = os::try_write_some(to_.get(), rest.substr(0, PIPE_BUF));
    if (written == -EAGAIN) break;
    if (written < 0) {
      to_.reset();
      rest = {};
      break;
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  kept_.erase(0, kept_.size() - rest.size());
}

void StatusStream::flush() {
  if (to_) write_kept();
  due_ = kept_.empty() ? std::nullopt : std::optional(event::Clock::now() + pause);
}

void StatusStream::end(std::string_view line) {
  has_ended_ = true;
  if (!to_) return;
  kept_.append(line).push_back('\n');
  flush();
  while (!kept_.empty() && os::wait_for_space(to_.get(), event::Clock::now() + patience)) {
    const std::size_t before = kept_.size();
    flush();
    if (kept_.size() == before) break;
  }
  due_.reset();
  to_.reset();
}

}  // namespace muster::report
