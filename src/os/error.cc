#include "os/error.h"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

namespace muster::os {

void throw_errno(const std::string& context) {
  throw_error(errno, context);
}

void throw_error(int error, const std::string& context) {
  throw std::system_error(error, std::generic_category(), context);
}

std::string error_text(int error) {
  return std::generic_category().message(error);
}

std::string shown_name(const std::string& name) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+./,@%]~#";
  const auto is_plain = [&](char c) {
    return plain.find(c) != std::string_view::npos || static_cast<unsigned char>(c) >= 0x80;
  };
  constexpr std::string_view plain_unless_first = "~#";
  if (!name.empty() && std::all_of(name.begin(), name.end(), is_plain) &&
      plain_unless_first.find(name.front()) == std::string_view::npos)
    return name;

  std::string shown = "'";
  bool is_escaping = false;
  for (const char c : name) {
    const bool is_control = static_cast<unsigned char>(c) < ' ' || c == '\x7f';
    if (is_control != is_escaping) shown += is_control ? "'$'" : "''";
    is_escaping = is_control;
    constexpr std::string_view named = "\a\b\t\n\v\f\r";
    if (const auto found = named.find(c); found != std::string_view::npos) {
      shown += {'\\', "abtnvfr"[found]};
    } else if (is_control) {
      shown += '\\';
      for (const unsigned shift : {6U, 3U, 0U})
        shown += static_cast<char>('0' + ((static_cast<unsigned char>(c) >> shift) & 7U));
    } else if (c == '\'') {
      shown += "'\\''";
    } else {
      shown += c;
    }
  }
  return shown + '\'';
}

}  // namespace muster::os
