#ifndef MUSTER_REPORT_WRAPPED_H
#define MUSTER_REPORT_WRAPPED_H

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace muster::report {

/// The words of `text` after `head`, on as many lines as it takes so that none has more than
/// `columns` bytes, unless a word alone has. All but the first are indented as far as `head` is
/// long. With a newline at the end.
inline std::string wrapped(const std::string& head, std::string_view text,
                           std::size_t columns = 79) {
  std::string lines = head;
  std::size_t column = head.size();
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (column > head.size()) {
      const bool fits = column + 1 + word.size() <= columns;
      lines += fits ? " " : '\n' + std::string(head.size(), ' ');
      column = fits ? column + 1 : head.size();
    }
    lines += word;
    column += word.size();
  }
  return lines + '\n';
}

}  // namespace muster::report

#endif
