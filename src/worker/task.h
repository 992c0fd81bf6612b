#ifndef MUSTER_WORKER_TASK_H
#define MUSTER_WORKER_TASK_H

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "event/event.h"
#include "worker/template.h"

namespace muster::worker {

/// What one worker runs: a program with its arguments, or a function in a forked copy of init.
struct Task {
  std::vector<std::string> argv;
  /// If argv is a shell line that needs no shell: what sh would run. If it cannot be started, argv
  /// is, so that sh says what it always says.
  std::vector<std::string> argv_without_shell{};
  /// If there is no argv: called in the fork, with its log; the result is the exit status.
  std::function<int(const event::Log& log)> function{};
  bool is_replay = false;  ///< it only writes what an earlier run has kept
};

/// The command line from which tasks are made.
///
/// In several words it is a program that is run as it is. In one word, or in none (then the inputs
/// are the line), it is a line for /bin/sh. Replacement strings in it stand for a job's inputs,
/// quoted in a shell line, and for its numbers; without any, the inputs are appended.
class Command {
 public:
  /// `names` are those of the inputs' columns.
  Command(const std::vector<std::string>& words, Template::Inputs inputs,
          std::span<const std::string> names = {});

  [[nodiscard]] Task task(const Replacements& replacements) const;
  /// The same as a line that can be given to /bin/sh.
  [[nodiscard]] std::string line(const Replacements& replacements) const;
  /// Whether Replacements::count is used.
  [[nodiscard]] bool needs_count() const;

 private:
  [[nodiscard]] bool is_shell_line() const { return words_.size() <= 1; }
  [[nodiscard]] std::vector<std::string> argv(const Replacements& replacements) const;
  [[nodiscard]] std::string shell_line(const Replacements& replacements) const;

  std::vector<Template> words_;
  bool can_do_without_shell_;
};

/// What a person would call a worker that runs `line`: one line, and not too long.
std::string title_of(std::string line);

}  // namespace muster::worker

#endif
