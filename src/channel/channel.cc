#include "channel/channel.h"

#include <cerrno>
#include <span>

#include "os/error.h"
#include "os/io.h"
#include "os/socket.h"

namespace muster::channel {
namespace {

constexpr const char* cannot_send = "cannot send a message";
constexpr const char* wrong_size = "a message of the wrong size";

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
  std::span<char> rest(reinterpret_cast<char*>(&message), sizeof message);
  while (!rest.empty()) {
    // A message is written at once, so the rest of one is there when its beginning is: what is
    // shorter was written by somebody else, and to wait for more would be to wait for ever.
    if (rest.size() < sizeof message && !os::has_something(pipe)) throw ProtocolError(wrong_size);
    const std::size_t bytes = os::read_next(pipe, rest, "cannot receive a message");
    if (bytes == 0) return std::nullopt;
    rest = rest.subspan(bytes);
  }
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
  if (bytes != sizeof message) throw ProtocolError(wrong_size);
  return message;
}

}  // namespace muster::channel
