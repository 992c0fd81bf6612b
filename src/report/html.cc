#include "report/html.h"

#include <iterator>

#include <fmt/format.h>

#include "report/utf8.h"

namespace muster::report {
namespace {

/// Whether it has no picture of its own: controls of ISO 8859, of the direction of text, of lines.
bool is_invisible(char32_t code) {
  return (code >= 0x80 && code < 0xa0) || code == 0x61c || code == 0x200e || code == 0x200f ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string html;
  html.reserve(text.size());
  const auto out = std::back_inserter(html);
  while (!text.empty()) {
    const auto [bytes, code] = take_character(text);
    if (!code)
      fmt::format_to(out, "\\x{:02x}", static_cast<unsigned char>(bytes[0]));
    else if (*code == '&')
      html += "&amp;";
    else if (*code == '<')
      html += "&lt;";
    else if (*code == '>')
      html += "&gt;";
    else if (*code == '"')
      html += "&quot;";
    else if (*code < ' ' && *code != '\t')
      fmt::format_to(out, "&#x{:x};", 0x2400 + static_cast<unsigned>(*code));
    else if (*code == 0x7f)
      html += "&#x2421;";
    else if (is_invisible(*code))
      fmt::format_to(out, "[U+{:04X}]", static_cast<unsigned>(*code));
    else
      html.append(bytes);
  }
  return html;
}

}  // namespace muster::report
