#ifndef MUSTER_EVENT_TEXT_H
#define MUSTER_EVENT_TEXT_H

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace muster::event {

/// A short text in a plain value: cut if it is too long, always ended by a zero.
template <std::size_t size>
class Text {
 public:
  Text() = default;
  explicit Text(std::string_view text) {
    text = text.substr(0, size - 1);
    std::copy(text.begin(), text.end(), bytes_.begin());
  }
  /// Up to the first zero, or all of it if another process sent it without one.
  [[nodiscard]] std::string string() const {
    return {bytes_.begin(), std::find(bytes_.begin(), bytes_.end(), '\0')};
  }

 private:
  std::array<char, size> bytes_{};
};

}  // namespace muster::event

#endif
