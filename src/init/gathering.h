#ifndef MUSTER_INIT_GATHERING_H
#define MUSTER_INIT_GATHERING_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_set>

#include "event/event.h"
#include "init/awaited.h"
#include "init/dealer_link.h"
#include "init/gate.h"
#include "init/processes.h"
#include "init/remote_events.h"
#include "init/resumption.h"
#include "init/scheduler_link.h"
#include "init/stderr_relay.h"
#include "init/tasks.h"
#include "init/workers.h"
#include "jobs/jobs.h"
#include "os/child.h"
#include "os/watch.h"
#include "plan/plan.h"
#include "protocol/protocol.h"
#include "segment/layout.h"

namespace muster::init {

/// The part of init that runs while workers do: it carries out what the jobs decide, and brings
/// what the workers write into the segment.
class Gathering {
 public:
  using Time = event::Time;

  /// What is watched in `events` under which tag.
  struct Tags {
    std::uint64_t pipes = 0;
    std::uint64_t errors = 0;  ///< the pipes of their stderr
    std::uint64_t tasks = 0;
  };

  /// All must outlive it. Functions in forks send their events through `remote_events`, unless that
  /// is nullptr. Workers read what `dealer` gives them; nothing if that is nullptr.
  Gathering(const plan::Run& plan, Tasks& tasks, const Resumption& resumption, Processes& processes,
            SchedulerLink& scheduler, RemoteEvents* remote_events, DealerLink* dealer,
            os::Watch& events, Tags tags, const event::Log& log);

  /// The segment is attached.
  void begin();
  /// Some pipe is ready.
  void read_pipes();
  /// Some pipe of a stderr is ready. Even when nothing more is wanted: they may have last words.
  void read_stderr() { relay_->read(); }
  /// There may be another task.
  void resume_tasks();

  /// Carries out what the jobs have decided, with a few starts at a time. Returns false if the run
  /// is to end early.
  [[nodiscard]] bool carry_out();
  /// Hands over a slab that should not wait any longer. Returns whether everything has been
  /// gathered and handed over.
  bool hand_over();
  /// Whether carry_out() has more to start.
  [[nodiscard]] bool can_start() const { return jobs_.can_start(); }
  /// Nothing more is wanted.
  void halt();
  /// Nothing more is started; what runs goes on.
  void stop_starting();
  /// Whether there was more to start.
  [[nodiscard]] bool is_cut_short() const { return is_cut_short_; }
  /// All workers have stood still for that long.
  void postpone(Time::duration by) { jobs_.postpone(by); }

  // Messages of the Scheduler. Throw channel::ProtocolError for those that cannot be true.

  void on(const protocol::SlabEmptied& emptied);
  void on(const protocol::RecordRefused& refused);
  void on(const protocol::HeaderRefused& refused);
  void on(const protocol::WorkerPaused& paused);
  void on(const protocol::WorkerResumed& resumed);

  // What the kernel reports of workers.

  /// What a process that has ended has left in its pipes, if somebody wants all of it. To be called
  /// before the end is made known.
  void read_rest(Attempt attempt, const os::ExitStatus& status);
  void on_exit(Attempt attempt, const os::ExitStatus& status);
  void on_stop(Attempt attempt, const os::ExitStatus& stop);
  void on_continue(Attempt attempt, pid_t pid);

  [[nodiscard]] std::optional<Time> due() const;
  void on_time(Time now);

  /// How many jobs have failed by themselves.
  [[nodiscard]] std::uint32_t failures() const {
    return jobs_.are_satisfied() ? 0 : jobs_.failures();
  }
  /// Whether the records of those that have ended well are to be printed, as far as is known.
  [[nodiscard]] bool are_records_wanted() const { return jobs_.are_records_wanted(); }
  /// The errno of a command that could not be run, if there was one.
  [[nodiscard]] int command_error() const { return command_error_; }

 private:
  void check(std::uint32_t worker) const;
  void take_tasks();
  void look_at_machine(Time now);
  void carry_out(const jobs::Start& start);
  void skip(const jobs::Start& start);
  os::Spawned start_worker(const jobs::Start& start, const worker::Task& task);
  void close(std::uint32_t job, segment::PieceKind kind);
  void mention_awaited(Time now);

  const plan::Run& plan_;
  Tasks& tasks_;
  const Resumption& resumption_;
  Processes& processes_;
  SchedulerLink& scheduler_;
  DealerLink* dealer_;
  os::Fd null_input_;
  os::Watch& events_;
  Tags tags_;
  const event::Log& log_;
  Gate gate_;
  jobs::Jobs jobs_;
  std::optional<StderrRelay> relay_;  // if it is wanted
  Workers workers_;
  std::optional<Awaited> awaited_;  // if a wait for one worker is worth a message
  bool are_tasks_awaited_ = false;
  bool is_cut_short_ = false;
  std::unordered_set<pid_t> stopped_;
  int command_error_ = 0;
};

}  // namespace muster::init

#endif
