#ifndef MUSTER_KEY_ASCII_H
#define MUSTER_KEY_ASCII_H

#include <string_view>

namespace muster::key {

// What bytes are, in the C locale and whatever the locale. A newline counts as a blank, as it does
// for sort: it can be in a record that ends with NUL.

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_letter(char c) {
  return is_upper(c) || is_lower(c);
}
constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}
constexpr bool is_printing(char c) {
  return c >= ' ' && c <= '~';
}
constexpr char to_upper(char c) {
  return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

constexpr void skip_blanks(std::string_view& text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
}

}  // namespace muster::key

#endif
