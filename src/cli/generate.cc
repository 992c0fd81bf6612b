// `muster --generate KIND < TEMPLATE`, for the build: manuals (docs/man) and completions of shells
// (completions). "@OPTIONS@" in the template becomes the options, "@VERSION@" the version.

#include <unistd.h>

#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/complete.h"
#include "cli/flags.h"
#include "cli/manual.h"
#include "cli/usage_error.h"
#include "muster/version.h"
#include "os/error.h"
#include "os/fd.h"
#include "os/io.h"

namespace muster::cli {
namespace {

std::string options_for(std::string_view kind) {
  if (kind == "man") return "";
  if (kind == "man-run") return options_manual(command::run);
  if (kind == "man-sort") return options_manual(command::sort);
  if (kind == "man-demo") return options_manual(command::demo);
  if (kind == "bash") return bash_options();
  if (kind == "zsh") return zsh_options();
  if (kind == "fish") return fish_options();
  throw UsageError(fmt::format("'{}' cannot be generated", kind));
}

std::string standard_input() {
  const os::Fd input(STDIN_FILENO);
  const std::optional<std::string> text = os::read_to_end(input);
  if (!text) os::throw_errno("cannot read standard input");
  return *text;
}

void replace(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

}  // namespace

void generate(std::string_view kind) {
  const std::string options = options_for(kind);
  std::string text = standard_input();
  replace(text, "@OPTIONS@\n", options);
  replace(text, "@VERSION@", version);
  print(text);
}

}  // namespace muster::cli
