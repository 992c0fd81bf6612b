#include "worker/task.h"

#include <algorithm>

#include "os/quoting.h"
#include "worker/plain_line.h"

namespace muster::worker {
namespace {

constexpr std::size_t title_bytes_max = 200;

}  // namespace

std::string title_of(std::string line) {
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  if (line.size() > title_bytes_max) line.replace(title_bytes_max, std::string::npos, "…");
  return line;
}

Command::Command(const std::vector<std::string>& words, Template::Inputs inputs,
                 std::span<const std::string> names)
    : can_do_without_shell_(does_shell_keep_environment()) {
  bool has_fields = inputs == Template::Inputs::none;
  for (const std::string& word : words)
    has_fields = words_.emplace_back(word, inputs, names).has_fields() || has_fields;
  if (words.empty() || has_fields) return;
  if (is_shell_line())
    words_.front() = Template(words.front() + " {}", inputs);
  else
    words_.emplace_back("{}", inputs);
}

bool Command::needs_count() const {
  return std::any_of(words_.begin(), words_.end(),
                     [](const Template& word) { return word.needs_count(); });
}

std::string Command::shell_line(const Replacements& replacements) const {
  std::string line;
  if (!words_.empty()) {
    words_.front().append(replacements, /*is_quoted=*/true, line);
    return line;
  }
  Template("{}", Template::Inputs::some).append(replacements, /*is_quoted=*/false, line);
  std::string expanded;
  Template(line, Template::Inputs::none).append(replacements, /*is_quoted=*/false, expanded);
  return expanded;
}

std::vector<std::string> Command::argv(const Replacements& replacements) const {
  std::vector<std::string> argv;
  for (const Template& word : words_) word.append_words(replacements, argv);
  if (argv.empty()) argv.emplace_back();  // a program that cannot be found
  return argv;
}

Task Command::task(const Replacements& replacements) const {
  if (!is_shell_line()) return {argv(replacements)};
  Task task{{"/bin/sh", "-c", shell_line(replacements)}};
  if (can_do_without_shell_)
    task.argv_without_shell = plain_words(task.argv.back()).value_or(std::vector<std::string>());
  return task;
}

std::string Command::line(const Replacements& replacements) const {
  return is_shell_line() ? shell_line(replacements) : os::quoted_command(argv(replacements));
}

}  // namespace muster::worker
