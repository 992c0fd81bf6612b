#ifndef MUSTER_INIT_RUN_H
#define MUSTER_INIT_RUN_H

#include <cstdint>
#include <span>
#include <vector>

#include "event/event.h"
#include "init/resumption.h"
#include "init/tasks.h"
#include "os/fd.h"
#include "plan/plan.h"

namespace muster::init {

/// How a run ended. All went well if nothing here is set.
struct Outcome {
  /// How many jobs failed by themselves; those that were ended because of them do not count.
  std::uint32_t jobs_failed = 0;
  /// The errno of a command that could not be run at all.
  int command_error = 0;
  /// Muster itself failed: the Scheduler, the output, the machine.
  bool run_failed = false;
  /// The signal that ended the run (INT, TERM, …), or SIGPIPE when nobody read the output.
  int signal = 0;
};

/// The init role: starts the Scheduler (the running executable once more) and the workers, gathers
/// what they write, has it put in order and written, and reaps every child. Nothing is left when it
/// returns. `tasks` are those of the plan; events go to the sinks, in this process. When one of
/// `ends` is ready, the run is ended as by SIGTERM: they must outlive it.
///
/// Must be called from the only thread of a process without other children. Throws
/// std::system_error when the run cannot be started at all.
Outcome run(const plan::Run& plan, Tasks& tasks, const Resumption& resumption,
            std::vector<event::Sink*> sinks, std::span<const os::Fd> ends);

}  // namespace muster::init

#endif
