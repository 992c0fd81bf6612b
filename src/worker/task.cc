#include "worker/task.h"

#include <algorithm>
#include <string_view>

#include "os/quoting.h"

namespace muster::worker {
namespace {

constexpr std::size_t title_bytes_max = 200;

/// Replaces `{}` (if there is an input) and `{#}` in one pass, so that nothing inside the input
/// is taken for either. Says in `has_input` whether `{}` was there.
std::string expand(std::string_view text, const std::string* input, const std::string& number,
                   bool& has_input) {
  std::string result;
  while (!text.empty()) {
    if (input != nullptr && text.starts_with("{}")) {
      result += *input;
      has_input = true;
      text.remove_prefix(2);
    } else if (text.starts_with("{#}")) {
      result += number;
      text.remove_prefix(3);
    } else {
      result += text.front();
      text.remove_prefix(1);
    }
  }
  return result;
}

/// One line, not too long, for messages.
std::string title_of(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  if (text.size() > title_bytes_max) text.replace(title_bytes_max, std::string::npos, "…");
  return text;
}

}  // namespace

std::string expand(std::string_view text, const std::optional<std::string>& input,
                   std::size_t number) {
  bool has_input = false;
  return expand(text, input ? &*input : nullptr, std::to_string(number), has_input);
}

std::string Command::shell_line(const std::optional<std::string>& input,
                                const std::string& number) const {
  bool has_input = false;
  if (words_.empty()) return expand(*input, nullptr, number, has_input);
  if (!input) return expand(words_[0], nullptr, number, has_input);
  const std::string quoted = os::quoted_word(*input);
  std::string line = expand(words_[0], &quoted, number, has_input);
  return has_input ? line : line + ' ' + quoted;
}

Task Command::task(const std::optional<std::string>& input, std::size_t number) const {
  const std::string digits = std::to_string(number);
  Task task;
  if (words_.size() <= 1) {
    task.argv = {"/bin/sh", "-c", shell_line(input, digits)};
    task.title = title_of(task.argv.back());
    return task;
  }
  bool has_input = false;
  for (const std::string& word : words_)
    task.argv.push_back(expand(word, input ? &*input : nullptr, digits, has_input));
  if (input && !has_input) task.argv.push_back(*input);
  std::string line;
  for (const std::string& word : task.argv) {
    if (!line.empty()) line += ' ';
    line += os::quoted_word(word);
  }
  task.title = title_of(std::move(line));
  return task;
}

}  // namespace muster::worker
