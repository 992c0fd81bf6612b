#ifndef MUSTER_CLI_MESSAGES_H
#define MUSTER_CLI_MESSAGES_H

#include <string>
#include <utility>
#include <variant>

#include "cli/causes.h"
#include "cli/commands.h"
#include "event/event.h"
#include "init/tasks.h"
#include "plan/plan.h"

namespace muster::cli {

/// Tells the user, on stderr, of what goes wrong in a run and of what they have to know.
class Messages final : public event::Sink {
 public:
  /// `plan` and its `tasks` must outlive it. Which job is waited for is printed only for a user at
  /// a terminal.
  Messages(const plan::Run& plan, const init::Tasks& tasks, bool is_interactive)
      : plan_(plan), tasks_(tasks), is_interactive_(is_interactive) {}

  void on(const event::Stamp& /*stamp*/, const event::Event& event) override {
    if (std::holds_alternative<event::JobAwaited>(event) && !is_interactive_) return;
    // Where one input is another, all may be.
    if (const auto* const resumed = std::get_if<event::JobResumed>(&event);
        resumed != nullptr && resumed->has_other_command && std::exchange(has_warned_, true))
      return;
    const std::string text = sentence(event, plan_, tasks_);
    if (!text.empty()) complain(text);
  }

 private:
  const plan::Run& plan_;
  const init::Tasks& tasks_;
  bool is_interactive_;
  bool has_warned_ = false;  // of commands that have changed
};

}  // namespace muster::cli

#endif
