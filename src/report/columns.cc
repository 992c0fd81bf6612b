// The columns that a text takes are counted here and not by wcwidth, which knows only ASCII in the
// locale C. What is counted too wide does no harm: the line is cut earlier.

#include "report/columns.h"

#include "report/utf8.h"

namespace muster::report {
namespace {

struct Range {
  char32_t first;
  char32_t last;

  [[nodiscard]] bool has(char32_t code) const { return code >= first && code <= last; }
};

/// Of the scripts of East Asia, and of pictures, each character takes two.
std::size_t columns_of(const Character& character) {
  constexpr Range wide[] = {
      {0x1100, 0x115f}, {0x231a, 0x232a},   {0x23e9, 0x23f3},  {0x25fd, 0x27bf}, {0x2e80, 0xa4cf},
      {0xa960, 0xa97c}, {0xac00, 0xd7a3},   {0xf900, 0xfaff},  {0xfe10, 0xfe6f}, {0xff00, 0xff60},
      {0xffe0, 0xffe6}, {0x1f000, 0x1faff}, {0x20000, 0x3fffd}};
  for (const Range& range : wide)
    if (character.code && range.has(*character.code)) return 2;
  return 1;
}

bool is_printable(const Character& character) {
  constexpr Range deletes{0x7f, 0x9f};  // and the control characters of ISO 8859
  return character.code && *character.code >= ' ' && !deletes.has(*character.code);
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) columns += columns_of(take_character(text));
  return columns;
}

std::string fitted(std::string_view text, std::size_t columns) {
  constexpr std::string_view dots = "...";
  const bool is_cut = columns_of(text) > columns;
  if (is_cut && columns < dots.size()) return std::string(columns, '.');
  std::size_t left = is_cut ? columns - dots.size() : columns;
  std::string line;
  while (!text.empty()) {
    const Character character = take_character(text);
    if (columns_of(character) > left) break;
    left -= columns_of(character);
    line += is_printable(character) ? character.bytes : "?";
  }
  return is_cut ? line.append(dots) : line;
}

}  // namespace muster::report
