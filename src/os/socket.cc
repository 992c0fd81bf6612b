#include "os/socket.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "os/error.h"

namespace muster::os {
namespace {

/// Space for a control message that carries one descriptor.
struct alignas(cmsghdr) Control {
  std::array<char, CMSG_SPACE(sizeof(int))> bytes{};
};

}  // namespace

SocketPair make_socket_pair() {
  std::array<int, 2> numbers{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, numbers.data()) != 0)
    throw_errno("cannot create a socket pair");
  return {Fd(numbers[0]), Fd(numbers[1])};
}

int try_send(const Fd& socket, std::string_view bytes, const Fd& descriptor) noexcept {
  iovec part{const_cast<char*>(bytes.data()), bytes.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  Control control;
  if (descriptor) {
    message.msg_control = control.bytes.data();
    message.msg_controllen = control.bytes.size();
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    const int number = descriptor.get();
    std::memcpy(CMSG_DATA(header), &number, sizeof number);
  }
  while (::sendmsg(socket.get(), &message, MSG_NOSIGNAL) < 0)
    if (errno != EINTR) return errno;
  return 0;
}

std::size_t receive(const Fd& socket, std::span<char> buffer, Fd& descriptor) {
  descriptor.reset();
  iovec part{buffer.data(), buffer.size()};
  Control control;
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.bytes.data();
  message.msg_controllen = control.bytes.size();
  ssize_t bytes = 0;
  do {
    bytes = ::recvmsg(socket.get(), &message, MSG_CMSG_CLOEXEC);
  } while (bytes < 0 && errno == EINTR);
  if (bytes < 0 && errno == ECONNRESET) return 0;  // it died with messages unread
  if (bytes < 0) throw_errno("cannot receive a message");
  const cmsghdr* const header = CMSG_FIRSTHDR(&message);
  if (header != nullptr && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
      header->cmsg_len == CMSG_LEN(sizeof(int))) {
    int number = -1;
    std::memcpy(&number, CMSG_DATA(header), sizeof number);
    descriptor = Fd(number);
  }
  return static_cast<std::size_t>(bytes);
}

}  // namespace muster::os
