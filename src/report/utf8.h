#ifndef MUSTER_REPORT_UTF8_H
#define MUSTER_REPORT_UTF8_H

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace muster::report {

struct Character {
  std::string_view bytes;
  std::optional<char32_t> code;  ///< nothing for a byte that is not part of UTF-8
};

/// Takes the first character off `text`, which is not empty.
inline Character take_character(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t wanted = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
  char32_t code = wanted > 1 ? lead & 0x7fU >> wanted : lead;
  std::size_t bytes = 1;
  while (bytes < wanted && bytes < text.size() && (byte(bytes) & 0xc0U) == 0x80)
    code = code << 6U | (byte(bytes++) & 0x3fU);
  // The least that takes so many bytes; surrogates are no characters either.
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  const bool is_valid = wanted > 0 && bytes == wanted && code >= least[wanted] &&
                        code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  const Character character{text.substr(0, is_valid ? bytes : 1),
                            is_valid ? std::optional(code) : std::nullopt};
  text.remove_prefix(character.bytes.size());
  return character;
}

}  // namespace muster::report

#endif
