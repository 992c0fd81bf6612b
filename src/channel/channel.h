#ifndef MUSTER_CHANNEL_CHANNEL_H
#define MUSTER_CHANNEL_CHANNEL_H

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <type_traits>

#include "os/fd.h"

namespace muster::channel {

/// The other process sent what no process of this version sends. Never trusted, so never ignored.
class ProtocolError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One message between init and the Scheduler: 256 bytes, so that a write of it to a pipe is
/// atomic and a read of it is whole. The rooms that use
/// it define the kinds and their bodies (protocol/).
class Message {
 public:
  template <typename Body>
  Message(std::uint32_t kind, const Body& body) : kind_(kind), body_bytes_(sizeof(Body)) {
    static_assert(std::is_trivially_copyable_v<Body> && sizeof(Body) <= body_bytes_max);
    std::memcpy(body_.data(), &body, sizeof(Body));
  }

  [[nodiscard]] std::uint32_t kind() const { return kind_; }

  /// The body. Throws ProtocolError if what came has not its size; the caller has to check
  /// its contents.
  template <typename Body>
  [[nodiscard]] Body body() const {
    static_assert(std::is_trivially_copyable_v<Body> && sizeof(Body) <= body_bytes_max);
    if (body_bytes_ != sizeof(Body)) throw ProtocolError("a message has a body of the wrong size");
    Body copy;
    std::memcpy(&copy, body_.data(), sizeof(Body));
    return copy;
  }

 private:
  friend std::optional<Message> receive(const os::Fd& pipe);
  friend std::optional<Message> receive(const os::Fd& socket, os::Fd& descriptor);
  Message() = default;

  static constexpr std::size_t body_bytes_max = 248;

  std::uint32_t kind_ = 0;
  std::uint32_t body_bytes_ = 0;
  std::array<char, body_bytes_max> body_{};
};
static_assert(sizeof(Message) == 256 && std::is_trivially_copyable_v<Message>);

/// Sends a message; returns false when nobody reads the pipe any more. SIGPIPE must be ignored.
/// Waits when the pipe is full. Between init and the Scheduler that cannot be for ever: the
/// smallest pipe holds 32 messages, and there are fewer slabs to send messages about.
[[nodiscard]] bool send(int pipe, const Message& message);
/// The same, but every failure is its errno; 0 if the message is sent.
[[nodiscard]] int try_send(int pipe, const Message& message) noexcept;

/// Waits for the next message; nothing at the end of the pipe. A message cut short by the death
/// of the sender counts as the end; of one whose rest does not come otherwise, nothing is waited
/// for: it throws ProtocolError.
std::optional<Message> receive(const os::Fd& pipe);

// The same through a socket (os/socket.h), with a descriptor or an empty one.

[[nodiscard]] bool send(const os::Fd& socket, const Message& message, const os::Fd& descriptor);
std::optional<Message> receive(const os::Fd& socket, os::Fd& descriptor);

}  // namespace muster::channel

#endif
