#include "channel/channel.h"

#include <unistd.h>

#include <cerrno>

#include "os/error.h"

namespace muster::channel {

bool send(const os::Fd& pipe, const Message& message) {
  for (;;) {
    const ssize_t bytes = ::write(pipe.get(), &message, sizeof message);
    if (bytes == sizeof message) return true;
    if (bytes < 0 && errno == EPIPE) return false;
    if (bytes < 0 && errno != EINTR) os::throw_errno("cannot send a message");
    if (bytes >= 0) throw ProtocolError("a message was sent in part");  // pipe(7) excludes it
  }
}

std::optional<Message> receive(const os::Fd& pipe) {
  Message message;
  char* const bytes = reinterpret_cast<char*>(&message);
  for (std::size_t filled = 0; filled < sizeof message;) {
    const auto got = os::read_some(pipe, {bytes + filled, sizeof message - filled}, "a message");
    if (!got || *got == 0) return std::nullopt;
    filled += *got;
  }
  return message;
}

}  // namespace muster::channel
