#include "os/signals.h"

#include <sys/signalfd.h>

#include <csignal>
#include <cstring>
#include <string>

#include "os/error.h"
#include "os/io.h"

namespace muster::os {

Signals::Signals(std::span<const int> numbers) {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int number : numbers)
    if (!is_ignored(number)) ::sigaddset(&set, number);
  if (::pthread_sigmask(SIG_BLOCK, &set, nullptr) != 0) throw_errno("cannot block signals");
  fd_ = Fd(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!fd_) throw_errno("cannot create a signal descriptor");
}

std::optional<int> Signals::next() {
  signalfd_siginfo info{};
  const auto bytes =
      read_some(fd_, {reinterpret_cast<char*>(&info), sizeof info}, "cannot read signals");
  if (bytes != sizeof info) return std::nullopt;
  return static_cast<int>(info.ssi_signo);
}

void stop_this_process() {
  (void)::raise(SIGSTOP);
}

std::optional<int> signal_number(std::string_view text) {
  if (text.starts_with("SIG")) text.remove_prefix(3);
  for (int signal = 1; signal < NSIG; ++signal) {
    const char* const name = ::sigabbrev_np(signal);
    if ((name != nullptr && text == name) || text == std::to_string(signal)) return signal;
  }
  return std::nullopt;
}

bool is_ignored(int signal) {
  struct sigaction action {};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

void ignore(int signal) {
  (void)::signal(signal, SIG_IGN);
}

void restore_default(int signal) {
  (void)::signal(signal, SIG_DFL);
}

}  // namespace muster::os
