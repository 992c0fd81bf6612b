#ifndef MUSTER_PROTOCOL_EVENTS_H
#define MUSTER_PROTOCOL_EVENTS_H

#include <sys/types.h>

#include <algorithm>
#include <concepts>
#include <variant>

#include "channel/channel.h"
#include "event/event.h"
#include "os/fd.h"
#include "os/go_ahead.h"
#include "os/io.h"
#include "protocol/codec.h"

namespace muster::protocol {

/// An event as it travels, in a pipe that all processes of a run but init write to.
template <typename Body>
struct Stamped {
  event::Stamp stamp;
  Body body;

  [[nodiscard]] bool is_valid() const {
    if constexpr (requires { body.is_valid(); }) {
      if (!body.is_valid()) return false;
    }
    return stamp.role <= event::Role::worker;
  }
};

template <typename Events>
struct StampedOneOf;
template <typename... Bodies>
struct StampedOneOf<std::variant<Bodies...>> {
  using Type = std::variant<Stamped<Bodies>...>;
};
using StampedEvent = StampedOneOf<event::RemoteEvent>::Type;

/// The sink of a process that is not init: sends events to init. What cannot be sent is lost.
class EventSender final : public event::Sink {
 public:
  /// Sends what is wanted through the descriptor `pipe`, which it does not own, to `init`, the
  /// parent of the process that sends.
  EventSender(int pipe, event::Remote wanted, pid_t init)
      : pipe_(pipe), wanted_(wanted), go_ahead_(init) {}

  void on(const event::Stamp& stamp, const event::Event& event) override {
    std::visit(
        [&]<typename Body>(const Body& body) {
          if constexpr (std::constructible_from<event::RemoteEvent, std::in_place_type_t<Body>>) {
            if (wanted_ < event::wanted_from<Body>) return;
            const channel::Message message = encode<StampedEvent>(Stamped<Body>{stamp, body});
            const bool pauses = wanted_ == event::Remote::steps_with_pauses;
            if (pauses) os::GoAhead::expect();
            const int error = channel::try_send(pipe_, message);
            if (pauses && error == 0) go_ahead_.await();
          }
        },
        event);
  }

 private:
  int pipe_;
  event::Remote wanted_;
  os::GoAhead go_ahead_;
};

/// init's side: gives the events that have come to `log`; never waits. Throws
/// channel::ProtocolError if they are none.
inline void forward_events(const os::Fd& pipe, const event::Log& log) {
  while (os::has_something(pipe)) {
    const auto message = channel::receive(pipe);
    if (!message) return;
    std::visit(
        [&](const auto& event) {
          event::Stamp stamp = event.stamp;
          stamp.when = std::clamp(stamp.when, event::Time(), event::Clock::now());
          log.forward(stamp, event.body);
        },
        decode<StampedEvent>(*message));
  }
}

}  // namespace muster::protocol

#endif
