#include "cli/shell_line.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace muster::cli {
namespace {

/// Where in a line the shell is: outside of quotes, at the top or in a command substitution, or
/// between double quotes.
enum class Where { top, substitution, parenthesis, backquotes, double_quotes };

/// Whether a # after this character begins a comment.
bool ends_word(char c) {
  return std::string_view(" \t\n;&|()").find(c) != std::string_view::npos;
}

}  // namespace

bool has_quoted_placeholder(std::string_view line) {
  constexpr std::string_view placeholder = "{}";
  if (line.find("<<") != std::string_view::npos) return false;
  std::vector<Where> stack{Where::top};
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool is_quoted = stack.back() == Where::double_quotes;
    if (is_quoted && line.substr(i).starts_with(placeholder)) return true;
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
      if (line.substr(i, end - i).find(placeholder) != std::string_view::npos) return true;
      i = end;
    } else if (c == '#' && (i == 0 || ends_word(line[i - 1]))) {
      i = std::min(line.find('\n', i), line.size());
    } else if (c == '(') {
      stack.push_back(Where::parenthesis);
    } else if (c == ')' &&
               (stack.back() == Where::substitution || stack.back() == Where::parenthesis)) {
      stack.pop_back();
    }
  }
  return false;
}

}  // namespace muster::cli
