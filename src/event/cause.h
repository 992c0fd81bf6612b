// Why something failed, as plain values. Only cli/ makes sentences of them.

#ifndef MUSTER_EVENT_CAUSE_H
#define MUSTER_EVENT_CAUSE_H

#include <sys/types.h>

#include <cstdint>
#include <variant>

#include "os/child.h"

namespace muster::event {

/// There is no such program, or it cannot be executed: an errno of exec.
struct CannotRun {
  int error = 0;
};
/// The machine cannot start another process, or open another pipe.
struct CannotStart {
  int error = 0;
};
/// With a status other than 0, or by a signal.
struct EndedBadly {
  os::ExitStatus status;
};
/// It has been ended, since it took longer than it may.
struct TimedOut {};
/// It has been ended, since memory was short.
struct MemoryShort {};
/// It has ended, and something that it left behind held its pipe open.
struct PipeHeld {};
/// Records are counted from 1.
struct RecordTooLong {
  std::uint64_t record = 0;
};
struct RecordOutOfOrder {
  std::uint64_t record = 0;
};
/// Its output ended `bytes` after the beginning of a record of a fixed size.
struct RecordTorn {
  std::uint64_t bytes = 0;
};
/// Its header is not that of the job `first`.
struct HeaderDiffers {
  std::uint32_t first = 0;
  pid_t first_pid = 0;
};

/// Why a job failed.
using JobCause = std::variant<CannotRun, CannotStart, EndedBadly, TimedOut, MemoryShort, PipeHeld,
                              RecordTooLong, RecordOutOfOrder, RecordTorn, HeaderDiffers>;

}  // namespace muster::event

#endif
