#ifndef MUSTER_WORKER_PLAIN_LINE_H
#define MUSTER_WORKER_PLAIN_LINE_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::worker {

/// The words of a shell line that only runs one program: those that any sh would make of it.
/// Nothing if the line needs a shell, or might. GNU make goes about it in the same way.
std::optional<std::vector<std::string>> plain_words(std::string_view line);

/// Whether a program has, when it is run by /bin/sh, the environment that this process has, and is
/// looked for where this process would look for it.
bool does_shell_keep_environment();

}  // namespace muster::worker

#endif
