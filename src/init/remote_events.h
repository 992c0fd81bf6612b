#ifndef MUSTER_INIT_REMOTE_EVENTS_H
#define MUSTER_INIT_REMOTE_EVENTS_H

#include <unistd.h>

#include "event/event.h"
#include "os/fd.h"
#include "os/pipe.h"
#include "protocol/events.h"
#include "worker/worker.h"

namespace muster::init {

/// The pipe through which other processes tell init their events.
class RemoteEvents {
 public:
  explicit RemoteEvents(event::Remote wanted)
      : function_sink_(worker::Worker::events_descriptor, wanted, ::getpid()) {}

  /// Readable when there are some.
  [[nodiscard]] const os::Fd& fd() const { return pipe_.read_end; }
  /// Tells them to the sinks of `log`; never waits.
  void forward(const event::Log& log) const { protocol::forward_events(pipe_.read_end, log); }

  /// For other processes: where they write them.
  [[nodiscard]] const os::Fd& write_end() const { return pipe_.write_end; }
  /// For functions in forks: writes there to worker::Worker::events_descriptor.
  [[nodiscard]] event::Sink& function_sink() { return function_sink_; }

 private:
  os::Pipe pipe_ = os::make_pipe();
  protocol::EventSender function_sink_;
};

}  // namespace muster::init

#endif
