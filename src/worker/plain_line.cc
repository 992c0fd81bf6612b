#include "worker/plain_line.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace muster::worker {
namespace {

/// What sh does itself, or reads as syntax: of POSIX, dash, bash, ksh and busybox, sorted.
constexpr std::array<std::string_view, 88> not_programs{
    "alias",   "autoload", "bg",      "bind",    "break",    "builtin",   "caller",    "case",
    "cd",      "chdir",    "command", "compgen", "complete", "compopt",   "continue",  "coproc",
    "declare", "dirs",     "disown",  "do",      "done",     "echo",      "elif",      "else",
    "enable",  "end",      "esac",    "eval",    "exec",     "exit",      "export",    "false",
    "fc",      "fg",       "fi",      "for",     "foreach",  "function",  "functions", "getopts",
    "hash",    "help",     "hist",    "history", "if",       "in",        "integer",   "jobs",
    "kill",    "let",      "local",   "logout",  "mapfile",  "nameref",   "popd",      "print",
    "printf",  "pushd",    "pwd",     "r",       "read",     "readarray", "readonly",  "repeat",
    "return",  "select",   "set",     "shift",   "shopt",    "source",    "stop",      "suspend",
    "test",    "then",     "time",    "times",   "trap",     "true",      "type",      "typeset",
    "ulimit",  "umask",    "unalias", "unset",   "until",    "wait",      "whence",    "while"};

/// What means only itself outside quotes, wherever it stands, besides letters and digits.
constexpr std::string_view ordinary = "-_./:,+@%=";

bool is_ordinary(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         ordinary.find(c) != std::string_view::npos;
}

/// Inside double quotes.
bool is_special_in_quotes(char c) {
  return c == '$' || c == '`' || c == '\\';
}

/// Takes one word off `line`, which does not begin with a blank.
std::optional<std::string> take_word(std::string_view& line) {
  std::string word;
  while (!line.empty() && line.front() != ' ' && line.front() != '\t') {
    const char c = line.front();
    line.remove_prefix(1);
    if (c == '\'' || c == '"') {
      const std::size_t end = line.find(c);
      if (end == std::string_view::npos) return std::nullopt;
      const std::string_view quoted = line.substr(0, end);
      if (c == '"' && std::any_of(quoted.begin(), quoted.end(), is_special_in_quotes))
        return std::nullopt;
      word += quoted;
      line.remove_prefix(end + 1);
    } else if (c == '\\') {
      if (line.empty() || line.front() == '\n') return std::nullopt;
      word += line.front();
      line.remove_prefix(1);
    } else if (is_ordinary(c)) {
      word += c;
    } else {
      return std::nullopt;
    }
  }
  return word;
}

/// Whether sh runs a program if a line begins with the word.
bool is_program(const std::string& word) {
  // Nothing, an option of sh (sh -c -x), a job, or an assignment.
  if (word.empty() || std::string_view("-+%").find(word.front()) != std::string_view::npos ||
      word.find('=') != std::string::npos)
    return false;
  if (word.find('/') != std::string::npos) return true;
  return word != "." && word != ":" && word != "[" &&
         !std::binary_search(not_programs.begin(), not_programs.end(), word);
}

}  // namespace

std::optional<std::vector<std::string>> plain_words(std::string_view line) {
  std::vector<std::string> words;
  for (;;) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.empty()) break;
    auto word = take_word(line);
    if (!word || (words.empty() && !is_program(*word))) return std::nullopt;
    words.push_back(std::move(*word));
  }
  return words.empty() ? std::nullopt : std::optional(std::move(words));
}

bool does_shell_keep_environment() {
  const char* const folder = std::getenv("PWD");
  struct stat named {};
  struct stat actual {};
  if (std::getenv("PATH") == nullptr || folder == nullptr || ::stat(folder, &named) != 0 ||
      ::stat(".", &actual) != 0 || named.st_dev != actual.st_dev || named.st_ino != actual.st_ino)
    return false;
  // A bash that is called sh has functions from these.
  for (const char* const* variable = environ; *variable != nullptr; ++variable)
    if (std::string_view(*variable).starts_with("BASH_FUNC_")) return false;
  return true;
}

}  // namespace muster::worker
