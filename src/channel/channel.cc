#include "channel/channel.h"

#include <cerrno>

#include "os/error.h"
#include "os/io.h"
#include "os/socket.h"

namespace muster::channel {
namespace {

constexpr const char* cannot_send = "cannot send a message";

}  // namespace

int try_send(int pipe, const Message& message) noexcept {
  return os::try_write_all(pipe, {reinterpret_cast<const char*>(&message), sizeof message});
}

bool send(int pipe, const Message& message) {
  const int error = try_send(pipe, message);
  if (error == EPIPE) return false;
  if (error != 0) os::throw_error(error, cannot_send);
  return true;
}

std::optional<Message> receive(const os::Fd& pipe) {
  Message message;
  const std::size_t bytes = os::read_full(pipe, {reinterpret_cast<char*>(&message), sizeof message},
                                          "cannot receive a message");
  if (bytes < sizeof message) return std::nullopt;
  return message;
}

bool send(const os::Fd& socket, const Message& message, const os::Fd& descriptor) {
  const int error =
      os::try_send(socket, {reinterpret_cast<const char*>(&message), sizeof message}, descriptor);
  if (error == EPIPE || error == ECONNRESET) return false;
  if (error != 0) os::throw_error(error, cannot_send);
  return true;
}

std::optional<Message> receive(const os::Fd& socket, os::Fd& descriptor) {
  Message message;
  const std::size_t bytes =
      os::receive(socket, {reinterpret_cast<char*>(&message), sizeof message}, descriptor);
  if (bytes == 0) return std::nullopt;
  if (bytes != sizeof message) throw ProtocolError("a message of the wrong size");
  return message;
}

}  // namespace muster::channel
