// The part of a manual that comes from the table of options.

#include "cli/manual.h"

#include <cctype>

#include <fmt/format.h>

#include "cli/flags.h"

namespace muster::cli {
namespace {

/// Flag::manual as roff: `literal` text in bold and *variable* text in italics, a sentence a line.
std::string roff_of(std::string_view text) {
  std::string roff;
  bool is_literal = false;
  bool is_variable = false;
  const auto set_font = [&roff](bool& is_on, const char* font) {
    is_on = !is_on;
    roff += is_on ? font : "\\fR";
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const std::string_view rest = text.substr(i);
    if (c == '`') {
      set_font(is_literal, "\\fB");
    } else if (c == '*' && !is_literal) {
      set_font(is_variable, "\\fI");
    } else if (c == '\\') {
      roff += "\\e";
    } else if (c == '-') {
      const bool is_hyphen =
          !is_literal && i > 0 && std::isalpha(static_cast<unsigned char>(text[i - 1])) != 0;
      roff += is_hyphen ? "-" : "\\-";
    } else if (rest.starts_with("\n\n")) {
      roff += "\n.IP\n";
      ++i;
    } else if (c == ' ' && (rest.substr(0, 2) != "  ") && i > 0 && text[i - 1] == '.' &&
               text[i + 1] != '<') {
      roff += '\n';
    } else {
      const bool is_command = (c == '.' || c == '\'') && (roff.empty() || roff.back() == '\n');
      roff += is_command ? std::string("\\&") + c : std::string(1, c);
    }
  }
  return roff;
}

std::string heading_of(const Flag& flag) {
  std::string heading;
  if (flag.letter != 0) heading = fmt::format("`-{}`", flag.letter);
  if (flag.name != nullptr)
    heading += fmt::format("{}`--{}`", flag.letter != 0 ? ", " : "", flag.name);
  if (flag.argument != nullptr)
    heading += flag.argument_is_optional ? fmt::format("[=*{}*]", flag.argument)
                                         : fmt::format("=*{}*", flag.argument);
  return roff_of(heading);
}

}  // namespace

std::string options_manual(unsigned command) {
  std::string text;
  const Flag* last = nullptr;
  for (const Flag* flag : flags_by_section(command)) {
    if (last == nullptr || last->section != flag->section)
      text += fmt::format(".SS {}\n", title_of(flag->section));
    text += fmt::format(".TP\n{}\n{}\n", heading_of(*flag), roff_of(flag->manual));
    last = flag;
  }
  return text;
}

}  // namespace muster::cli
