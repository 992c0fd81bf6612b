#include "cli/shell_line.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "worker/template.h"

namespace muster::cli {
namespace {

/// Where in a line the shell is: outside of quotes, at the top or in a command substitution, or
/// between double quotes.
enum class Where { top, substitution, parenthesis, backquotes, double_quotes };

/// Whether a # after this character begins a comment.
bool ends_word(char c) {
  return std::string_view(" \t\n;&|()").find(c) != std::string_view::npos;
}

/// The replacement string of inputs that begins there.
std::optional<std::string_view> field_at(std::string_view line, std::size_t begin,
                                         std::span<const std::string> names) {
  const std::size_t end = line[begin] == '{' ? line.find('}', begin) : std::string_view::npos;
  if (end == std::string_view::npos || line.find('{', begin + 1) < end) return std::nullopt;
  const std::string_view field = line.substr(begin, end + 1 - begin);
  using worker::Template;
  const bool is_one = Template(field, Template::Inputs::some, names).has_fields() &&
                      !Template(field, Template::Inputs::none).has_fields();
  return is_one ? std::optional(field) : std::nullopt;
}

}  // namespace

std::optional<std::string_view> quoted_field(std::string_view line,
                                             std::span<const std::string> names) {
  if (line.find("<<") != std::string_view::npos) return std::nullopt;
  std::vector<Where> stack{Where::top};
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool is_quoted = stack.back() == Where::double_quotes;
    if (is_quoted)
      if (const auto field = field_at(line, i, names)) return field;
    if (c == '\\') {
      ++i;
    } else if (c == '"') {
      is_quoted ? stack.pop_back() : stack.push_back(Where::double_quotes);
    } else if (c == '`') {
      stack.back() == Where::backquotes ? stack.pop_back() : stack.push_back(Where::backquotes);
    } else if (line.substr(i).starts_with("$(")) {
      stack.push_back(Where::substitution);
      ++i;
    } else if (is_quoted) {
      continue;
    } else if (c == '\'') {
      const std::size_t end = std::min(line.find('\'', i + 1), line.size());
      for (; i < end; ++i)
        if (const auto field = field_at(line, i, names)) return field;
    } else if (c == '#' && (i == 0 || ends_word(line[i - 1]))) {
      i = std::min(line.find('\n', i), line.size());
    } else if (c == '(') {
      stack.push_back(Where::parenthesis);
    } else if (c == ')' &&
               (stack.back() == Where::substitution || stack.back() == Where::parenthesis)) {
      stack.pop_back();
    }
  }
  return std::nullopt;
}

}  // namespace muster::cli
