#include "input/column_separator.h"

#include <array>
#include <stdexcept>

#include <fmt/format.h>

namespace muster::input {
namespace {

/// What `\c` stands for: in brackets, and elsewhere; nothing for what regcomp knows itself.
std::string_view class_of(char c) {
  switch (c) {
    case 't':
      return "\t";
    case 'n':
      return "\n";
    case 'r':
      return "\r";
    case 'f':
      return "\f";
    case 'v':
      return "\v";
    case 'd':
      return "[:digit:]";
    case 's':
      return "[:space:]";
    case 'w':
      return "[:alnum:]_";
    default:
      return "";
  }
}

/// Perl's escapes as POSIX has them, since people write `\t`.
std::string as_posix(std::string_view pattern) {
  std::string posix;
  bool is_in_brackets = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    const bool is_escape = c == '\\' && i + 1 < pattern.size();
    const std::string_view set = is_escape ? class_of(pattern[i + 1]) : "";
    if (is_escape) {
      const char escaped = pattern[++i];
      if (is_in_brackets)
        posix += set.empty() ? fmt::format("[.{}.]", escaped) : std::string(set);
      else if (escaped == 'D')
        posix += "[^[:digit:]]";
      else
        posix += set.empty() ? std::string{c, escaped} : fmt::format("[{}]", set);
    } else if (!is_in_brackets && c == '[') {
      is_in_brackets = true;
      posix += c;
      // A bracket that closes nothing yet is one of the characters.
      if (i + 1 < pattern.size() && pattern[i + 1] == '^') posix += pattern[++i];
      if (i + 1 < pattern.size() && pattern[i + 1] == ']') posix += pattern[++i];
    } else if (is_in_brackets && pattern.substr(i).starts_with("[:")) {
      const std::size_t end = pattern.find(":]", i + 2);
      const std::size_t bytes = end == std::string_view::npos ? 1 : end + 2 - i;
      posix += pattern.substr(i, bytes);
      i += bytes - 1;
    } else {
      is_in_brackets = is_in_brackets && c != ']';
      posix += c;
    }
  }
  return posix;
}

}  // namespace

ColumnSeparator::ColumnSeparator(const std::optional<std::string>& separator) {
  if (!separator) return;
  regex_t compiled;
  const int error = ::regcomp(&compiled, as_posix(*separator).c_str(), REG_EXTENDED);
  if (error != 0) {
    std::array<char, 200> why;
    (void)::regerror(error, &compiled, why.data(), why.size());
    throw std::runtime_error(
        fmt::format("invalid regular expression '{}': {}", *separator, why.data()));
  }
  separator_ = compiled;
}

ColumnSeparator::~ColumnSeparator() {
  if (separator_) ::regfree(&*separator_);
}

void ColumnSeparator::split(std::string_view value, std::vector<std::string>& columns) const {
  if (!separator_) {
    columns.emplace_back(value);
    return;
  }
  std::size_t begin = 0;
  for (std::size_t from = 0; from <= value.size();) {
    regmatch_t match{static_cast<regoff_t>(from), static_cast<regoff_t>(value.size())};
    const int flags = REG_STARTEND | (from > 0 ? REG_NOTBOL : 0);
    if (::regexec(&*separator_, value.data(), 1, &match, flags) != 0) break;
    const auto start = static_cast<std::size_t>(match.rm_so);
    const auto end = static_cast<std::size_t>(match.rm_eo);
    if (start == end) {  // nothing separates nothing
      from = end + 1;
      continue;
    }
    columns.emplace_back(value.substr(begin, start - begin));
    begin = from = end;
  }
  columns.emplace_back(value.substr(begin));
}

}  // namespace muster::input
