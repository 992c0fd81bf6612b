#include "os/quoting.h"

#include <algorithm>
#include <string_view>

namespace muster::os {
namespace {

constexpr std::string_view always_plain =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+./,@%";

bool is_control(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
}

/// As it stands between $' and '.
std::string escaped(char control) {
  constexpr std::string_view named = "\a\b\t\n\v\f\r";
  if (const auto found = named.find(control); found != std::string_view::npos)
    return {'\\', "abtnvfr"[found]};
  std::string octal = "\\";
  for (const unsigned shift : {6U, 3U, 0U})
    octal += static_cast<char>('0' + ((static_cast<unsigned char>(control) >> shift) & 7U));
  return octal;
}

/// In single quotes; with control characters as bash, but not every sh, reads them if so asked.
std::string in_quotes(const std::string& text, bool escapes_controls) {
  std::string quoted = "'";
  bool is_escaping = false;
  for (const char c : text) {
    const bool escapes = escapes_controls && is_control(c);
    if (escapes != is_escaping) quoted += escapes ? "'$'" : "''";
    is_escaping = escapes;
    if (escapes)
      quoted += escaped(c);
    else if (c == '\'')
      quoted += "'\\''";
    else
      quoted += c;
  }
  return quoted + '\'';
}

}  // namespace

std::string quoted_word(const std::string& text) {
  const auto is_plain = [](char c) {
    return always_plain.find(c) != std::string_view::npos || c == '=' || c == ':';
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) return text;
  return in_quotes(text, /*escapes_controls=*/false);
}

std::string quoted_command(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) {
    if (&word != &words.front()) line += ' ';
    // At the front of a line, a=b is no program.
    const bool is_assignment = &word == &words.front() && word.find('=') != std::string::npos;
    line += is_assignment ? in_quotes(word, /*escapes_controls=*/false) : quoted_word(word);
  }
  return line;
}

std::string quoted_name(const std::string& name) {
  constexpr std::string_view plain_unless_first = "~#";
  const auto is_plain = [&](char c) {
    return always_plain.find(c) != std::string_view::npos || c == ']' ||
           plain_unless_first.find(c) != std::string_view::npos ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  if (!name.empty() && std::all_of(name.begin(), name.end(), is_plain) &&
      plain_unless_first.find(name.front()) == std::string_view::npos)
    return name;
  return in_quotes(name, /*escapes_controls=*/true);
}

}  // namespace muster::os
