#include "channel/channel.h"

#include <cerrno>

#include "os/error.h"
#include "os/io.h"

namespace muster::channel {

int try_send(int pipe, const Message& message) noexcept {
  return os::try_write_all(pipe, {reinterpret_cast<const char*>(&message), sizeof message});
}

bool send(int pipe, const Message& message) {
  const int error = try_send(pipe, message);
  if (error == EPIPE) return false;
  if (error != 0) os::throw_error(error, "cannot send a message");
  return true;
}

std::optional<Message> receive(const os::Fd& pipe) {
  Message message;
  const std::size_t bytes = os::read_full(pipe, {reinterpret_cast<char*>(&message), sizeof message},
                                          "cannot receive a message");
  if (bytes < sizeof message) return std::nullopt;
  return message;
}

}  // namespace muster::channel
