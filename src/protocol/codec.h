#ifndef MUSTER_PROTOCOL_CODEC_H
#define MUSTER_PROTOCOL_CODEC_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "channel/channel.h"

namespace muster::protocol {

/// The place of `Body` among the alternatives of `Messages`: what says on the wire which it is.
template <typename Body, typename Messages>
struct KindOf;
template <typename Body, typename... Bodies>
struct KindOf<Body, std::variant<Bodies...>> {
  static constexpr std::uint32_t value = [] {
    constexpr std::array<bool, sizeof...(Bodies)> is_it{std::is_same_v<Body, Bodies>...};
    std::uint32_t kind = 0;
    while (!is_it[kind]) ++kind;
    return kind;
  }();
};

/// A message that carries `body`, which is one of the alternatives of `Messages`.
template <typename Messages, typename Body>
channel::Message encode(const Body& body) {
  return {KindOf<Body, Messages>::value, body};
}

/// What `message` carries. Throws channel::ProtocolError if that is none of `Messages`, has not
/// its size, or is not valid by its own is_valid().
template <typename Messages>
Messages decode(const channel::Message& message) {
  const auto decode_as = [&]<typename Body>(std::in_place_type_t<Body>) -> Messages {
    const Body body = message.body<Body>();
    if constexpr (requires { body.is_valid(); }) {
      if (!body.is_valid()) throw channel::ProtocolError("a message is out of bounds");
    }
    return body;
  };
  const auto decode_as_one_of = [&]<std::size_t... kinds>(std::index_sequence<kinds...>) {
    Messages decoded;
    const bool is_known =
        ((message.kind() == kinds &&
          (decoded = decode_as(std::in_place_type<std::variant_alternative_t<kinds, Messages>>),
           true)) ||
         ...);
    if (!is_known) throw channel::ProtocolError("a message of an unknown kind");
    return decoded;
  };
  return decode_as_one_of(std::make_index_sequence<std::variant_size_v<Messages>>());
}

/// That `message` came while `phase`, in which the other side sends no such thing.
template <typename Messages>
channel::ProtocolError unexpected(const Messages& message, std::string_view phase) {
  const std::string_view name = std::visit([](const auto& body) { return body.name; }, message);
  return channel::ProtocolError("unexpected message " + std::string(name) + " while " +
                                std::string(phase));
}

}  // namespace muster::protocol

#endif
