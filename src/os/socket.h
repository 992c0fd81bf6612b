#ifndef MUSTER_OS_SOCKET_H
#define MUSTER_OS_SOCKET_H

#include <cstddef>
#include <span>
#include <string_view>

#include "os/fd.h"

namespace muster::os {

/// Two sockets that are connected to each other. What is sent in one piece is received in one, and
/// descriptors can be sent with it. Both are close-on-exec.
struct SocketPair {
  Fd one;
  Fd other;
};

SocketPair make_socket_pair();

/// Sends `bytes` in one piece, with `descriptor` if it is not empty; the sender keeps its own.
/// Waits while the other side takes nothing. Returns 0 or an errno (EPIPE: it has closed, and
/// SIGPIPE is not raised).
int try_send(const Fd& socket, std::string_view bytes, const Fd& descriptor) noexcept;

/// Waits for the next piece, and returns how many bytes of it there are in `buffer`; 0 if the other
/// side has closed. `descriptor` becomes the one that came with it, close-on-exec, or empty.
std::size_t receive(const Fd& socket, std::span<char> buffer, Fd& descriptor);

}  // namespace muster::os

#endif
