#ifndef MUSTER_REPORT_ROLE_COLOR_H
#define MUSTER_REPORT_ROLE_COLOR_H

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "event/event.h"

namespace muster::report {

/// What makes a terminal show what follows, up to color_end, in the color of that role.
inline std::string color_begin(event::Role role) {
  const int color = role == event::Role::init ? 36 : role == event::Role::scheduler ? 35 : 32;
  return fmt::format("\x1b[{}m", color);
}
inline constexpr std::string_view color_end = "\x1b[0m";

}  // namespace muster::report

#endif
