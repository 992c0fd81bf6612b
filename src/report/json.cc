#include "report/json.h"

#include <iterator>

#include <fmt/format.h>

#include "report/utf8.h"

namespace muster::report {

std::string json_string(std::string_view text) {
  std::string string = "\"";
  while (!text.empty()) {
    const auto [bytes, code] = take_character(text);
    if (!code)
      fmt::format_to(std::back_inserter(string), "\\udc{:02x}",
                     static_cast<unsigned char>(bytes[0]));
    else if (*code < ' ' || *code == 0x7f)
      fmt::format_to(std::back_inserter(string), "\\u{:04x}", static_cast<unsigned>(*code));
    else if (*code == '"' || *code == '\\')
      string.append("\\").append(bytes);
    else
      string.append(bytes);
  }
  return string + '"';
}

}  // namespace muster::report
