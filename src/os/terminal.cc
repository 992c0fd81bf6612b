#include "os/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace muster::os {

bool is_terminal(int number) noexcept {
  return ::isatty(number) != 0;
}

std::optional<std::size_t> terminal_columns() noexcept {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

}  // namespace muster::os
