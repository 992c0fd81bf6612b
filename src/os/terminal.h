#ifndef MUSTER_OS_TERMINAL_H
#define MUSTER_OS_TERMINAL_H

#include <cstddef>
#include <optional>

namespace muster::os {

/// Whether descriptor `number` is a terminal.
bool is_terminal(int number) noexcept;

/// How wide the terminal on stderr is at the moment; nothing if it is none, or does not know.
std::optional<std::size_t> terminal_columns() noexcept;

}  // namespace muster::os

#endif
