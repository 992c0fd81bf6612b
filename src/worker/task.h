#ifndef MUSTER_WORKER_TASK_H
#define MUSTER_WORKER_TASK_H

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "event/event.h"

namespace muster::worker {

/// What one worker runs: a program with its arguments, or a function in a forked copy of init.
struct Task {
  std::vector<std::string> argv;
  /// If there is no argv: called in the fork, with its log; the result is the exit status.
  std::function<int(const event::Log& log)> function;
  std::string title;  ///< what a person would call it, in messages
};

/// The command line from which tasks are made.
///
/// In several words it is a program that is run as it is. In one word, or in none (then each
/// input is the whole line), it is a line for /bin/sh. `{}` stands for the input, quoted for the
/// shell in a shell line, `{#}` for the worker's number; without `{}` the input is appended.
class Command {
 public:
  /// `words` must outlive it.
  explicit Command(const std::vector<std::string>& words) : words_(words) {}

  /// The task of worker `number` (from 1); without an input, `{}` stays as it is.
  [[nodiscard]] Task task(const std::optional<std::string>& input, std::size_t number) const;

 private:
  [[nodiscard]] std::string shell_line(const std::optional<std::string>& input,
                                       const std::string& number) const;

  const std::vector<std::string>& words_;
};

/// `text` with `{}`, if there is an input, and `{#}` replaced as they are, not quoted.
std::string expand(std::string_view text, const std::optional<std::string>& input,
                   std::size_t number);

}  // namespace muster::worker

#endif
