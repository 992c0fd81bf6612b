// --dry-run: what would be run, for people and for a shell.

#include <string>

#include "cli/commands.h"
#include "cli/operands.h"
#include "event/event.h"
#include "init/tasks.h"
#include "os/watch.h"

namespace muster::cli {
namespace {

constexpr std::size_t print_bytes = std::size_t{64} << 10U;

}  // namespace

int dry_run(const plan::Run& plan) {
  init::Tasks tasks(plan.commands, plan.records.framing.delimiter());
  check_shell_line(plan.commands, tasks.names());
  std::string text;
  const auto print_text = [&] {
    print(text);
    text.clear();
  };
  for (std::uint32_t job = 0;;) {
    switch (tasks.take()) {
      case init::Tasks::Next::given:
        text += tasks.command(job) + '\n';
        tasks.forget(job++);
        if (text.size() >= print_bytes) print_text();
        break;
      case init::Tasks::Next::later:
        print_text();
        (void)os::wait_for_input(*tasks.awaited(), event::Time::max());
        break;
      case init::Tasks::Next::none:
        print_text();
        return 0;
    }
  }
}

}  // namespace muster::cli
