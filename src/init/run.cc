// The init role: one loop that waits until something happens, says so to the parts of the run that
// it concerns, and does what the jobs say is to be done next.
//
// It never looks into the bytes it gathers: they go from a pipe straight into a slab. Whatever
// goes wrong ends in the same place, end(), which stops every process of the run and leaves only
// when there is none any more.

#include "init/run.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <memory>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <variant>

#include "deliver/output_file.h"
#include "init/awaited.h"
#include "init/processes.h"
#include "init/scheduler_link.h"
#include "init/shutdown.h"
#include "init/sizes.h"
#include "init/workers.h"
#include "jobs/jobs.h"
#include "os/child.h"
#include "os/error.h"
#include "os/file.h"
#include "os/io.h"
#include "os/pipe.h"
#include "os/random.h"
#include "os/run_processes.h"
#include "os/signals.h"
#include "os/watch.h"
#include "protocol/codec.h"
#include "protocol/events.h"
#include "protocol/protocol.h"
#include "segment/segment.h"

namespace muster::init {
namespace {

using event::Clock;
using event::Time;

/// Workers that are started between two looks at what the others do.
constexpr int starts_max = 8;

constexpr std::array ending_signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};

enum class Phase {
  starting,   ///< the Scheduler makes the segment
  gathering,  ///< workers run
  releasing,  ///< all workers have ended well; the Scheduler writes
  ending,     ///< nothing more is wanted: every process is to end
  ended,      ///< no child is left
};

constexpr std::array phase_names{"the segment was being made", "workers were running",
                                 "records were being released", "the run was ending",
                                 "nothing was left"};

enum Tag : std::uint64_t { pipes_tag, signals_tag, replies_tag, events_tag };

std::vector<int> watched_signals() {
  os::restore_default(SIGCHLD);  // whoever ignores it cannot wait for children
  std::vector<int> signals(ending_signals.begin(), ending_signals.end());
  signals.push_back(SIGCHLD);
  return signals;
}

/// The pipe through which other processes tell their events, and how functions in forks do that.
struct RemoteEvents {
  os::Pipe pipe = os::make_pipe();
  protocol::EventSender function_sink{worker::Worker::events_descriptor};
};

class Run {
 public:
  Run(const plan::Run& plan, std::vector<event::Sink*> sinks);

  Outcome run() {
    attempt(&Run::start);
    while (phase_ != Phase::ended) attempt(&Run::step);
    forward_events();
    log_.emit(event::RunEnded{});
    outcome_.jobs_failed = jobs_.failures();
    return outcome_;
  }

 private:
  [[nodiscard]] worker::Worker::Surroundings surroundings() const;
  void attempt(void (Run::*what)());
  void start();
  void step();
  [[nodiscard]] std::optional<Time> due() const;
  void on_time(Time now);
  void forward_events();

  void carry_out_actions();
  void carry_out(const jobs::Start& start);
  void carry_out(const jobs::Signal& signal);
  void carry_out(const jobs::Retract& retract);
  void carry_out(const jobs::Finish& finish);
  void carry_out(const jobs::Drop& drop);
  void carry_out(const jobs::Halt& halt);
  void close(std::uint32_t job, segment::PieceKind kind);
  void hand_over();
  void read_pipes();

  void read_replies();
  template <typename Body>
  void check(bool is_expected, const Body& body) const;
  void on_message(const protocol::SegmentReady& ready);
  void on_message(const protocol::SlabEmptied& emptied);
  void on_message(const protocol::RecordRefused& refused);
  void on_message(const protocol::HeaderRefused& refused);
  void on_message(const protocol::WorkerPaused& paused);
  void on_message(const protocol::WorkerResumed& resumed);
  void on_message(const protocol::ReaderGone& gone);
  void on_message(const protocol::OutputClosed& closed);
  void on_message(const protocol::Failed& failed);
  void on_message(const protocol::MemoryExceeded& exceeded);
  void on_message(const protocol::Delivered& delivered);

  void take_signals();
  void reap();
  void on_exit(const os::ExitStatus& status);
  void on_scheduler_exit(const os::ExitStatus& status);
  void on_stop(const os::ExitStatus& stop);
  void mention_awaited(Time now);

  void fail(const event::Event& why);
  void end(bool at_once);
  [[nodiscard]] bool is_ending() const { return phase_ >= Phase::ending; }
  void let_scheduler_leave();

  const plan::Run& plan_;
  std::vector<event::Sink*> sinks_;
  event::Log log_;
  Outcome outcome_;
  Phase phase_ = Phase::starting;

  std::unique_ptr<deliver::OutputFile> output_;
  bool pipe_signal_is_ignored_;
  os::Signals signals_;
  os::Watch events_;
  std::unique_ptr<RemoteEvents> remote_events_;  // if any are wanted

  Processes processes_;
  Shutdown shutdown_;
  std::unique_ptr<SchedulerLink> scheduler_;
  bool has_scheduler_left_ = false;
  std::size_t at_a_time_;  // as many workers as may run
  jobs::Jobs jobs_;
  Workers workers_;
  std::optional<Awaited> awaited_;  // if it is worth a word
};

Run::Run(const plan::Run& plan, std::vector<event::Sink*> sinks)
    : plan_(plan),
      sinks_(std::move(sinks)),
      log_(sinks_),
      // Before signals are taken: to open a FIFO is to wait for its reader.
      output_(plan.destination.path ? std::make_unique<deliver::OutputFile>(*plan.destination.path)
                                    : nullptr),
      pipe_signal_is_ignored_(os::is_ignored(SIGPIPE)),
      signals_(watched_signals()),
      remote_events_(std::any_of(sinks_.begin(), sinks_.end(),
                                 [](const event::Sink* sink) { return sink->wants_remote(); })
                         ? std::make_unique<RemoteEvents>()
                         : nullptr),
      processes_(os::random_name(16)),
      shutdown_(processes_, plan.jobs.kill_after, log_),
      at_a_time_(possible_jobs()),
      jobs_(plan.commands.job_count(),
            plan.jobs.max == 0 ? at_a_time_ : std::min<std::uint64_t>(plan.jobs.max, at_a_time_),
            plan.jobs, log_),
      workers_(processes_.run_id(), surroundings(), log_) {
  if (os::number_in_proc() == 0)
    throw std::runtime_error("/proc is not mounted: mount it (mount -t proc proc /proc)");
  os::ignore(SIGPIPE);
  os::adopt_orphans();
  segment::sweep();
  const bool all_are_wanted = plan.jobs.max == 0 && plan.order.wants_all_workers();
  if ((all_are_wanted || plan.jobs.max > at_a_time_) && plan.commands.job_count() > at_a_time_)
    log_.emit(event::JobsLimited{at_a_time_});
  if (plan.order.awaits_single_workers() && !plan.jobs.staging) awaited_.emplace();
}

worker::Worker::Surroundings Run::surroundings() const {
  const std::size_t at_a_time = std::min<std::size_t>(jobs_.max(), plan_.commands.job_count());
  worker::Worker::Surroundings all{os::open_for_reading("/dev/null"), pipe_bytes_for(at_a_time)};
  if (remote_events_) {
    all.function_events = &remote_events_->function_sink;
    all.events_pipe = remote_events_->pipe.write_end.get();
  }
  return all;
}

/// Does one step of the run. If that fails as no step may, the run ends in the usual way; if even
/// that fails, in the shortest.
void Run::attempt(void (Run::*what)()) {
  try {
    return (this->*what)();
  } catch (const std::exception& error) {
    outcome_.run_failed = true;
    log_.emit(event::RunFailed{error.what()});
  }
  try {
    if (scheduler_ && !is_ending()) return end(/*at_once=*/true);
  } catch (const std::exception&) {  // what went wrong first has been said
  }
  shutdown_.end_without_events();
  phase_ = Phase::ended;
}

void Run::start() {
  events_.add(workers_.pipes(), pipes_tag);
  events_.add(signals_.fd(), signals_tag);
  if (remote_events_) events_.add(remote_events_->pipe.read_end, events_tag);
  protocol::Setup setup;
  setup.records = plan_.records;
  setup.order = plan_.order;
  setup.selection = plan_.selection;
  setup.budget = plan_.budget;
  setup.format = plan_.destination.format;
  setup.worker_count = plan_.commands.job_count();
  setup.staging = plan_.jobs.staging;
  setup.outlives_failures = plan_.jobs.halt.when != plan::Halt::When::now;
  setup.is_tagged = plan_.commands.tag.has_value();
  setup.events_are_wanted = remote_events_ != nullptr;
  setup.geometry = geometry_for(plan_);
  setup.init_pid = ::getpid();
  setup.run_id = processes_.run_id();
  scheduler_ = std::make_unique<SchedulerLink>(
      setup, output_ ? output_->fd().get() : STDOUT_FILENO,
      output_ ? output_->temporary_name() : "",
      remote_events_ ? &remote_events_->pipe.write_end : nullptr, log_);
  processes_.add_scheduler(scheduler_->pid(), scheduler_->take_roster());
  events_.add(scheduler_->replies(), replies_tag);
}

void Run::step() {
  carry_out_actions();
  if (phase_ == Phase::gathering) hand_over();
  const bool can_start = phase_ == Phase::gathering && jobs_.can_start();
  const auto ready = events_.ready(can_start ? Time::min() : due());
  const auto is_ready = [&](Tag tag) {
    return std::find(ready.begin(), ready.end(), tag) != ready.end();
  };
  // Pipes first, so that a worker's last bytes are in before its end; the Scheduler next, whose
  // words can only be waited for. Deadlines come last, when it is known what came before them.
  if (is_ready(pipes_tag)) read_pipes();
  if (is_ready(replies_tag)) read_replies();
  if (is_ready(signals_tag)) take_signals();
  if (is_ready(events_tag)) forward_events();
  on_time(Clock::now());
}

/// The next of all deadlines.
std::optional<Time> Run::due() const {
  std::optional<Time> next = shutdown_.due();
  const auto consider = [&](std::optional<Time> one) {
    if (one && (!next || *one < *next)) next = one;
  };
  for (const event::Sink* const sink : sinks_) consider(sink->due());
  if (is_ending()) return next;
  consider(jobs_.due());
  consider(workers_.due());
  if (awaited_) consider(awaited_->due());
  return next;
}

void Run::on_time(Time now) {
  for (event::Sink* const sink : sinks_) sink->on_time(now);
  shutdown_.on_time(now);
  if (shutdown_.has_left_some_behind()) {
    outcome_.run_failed = true;
    phase_ = Phase::ended;
  }
  if (is_ending()) return;
  workers_.on_time(now);
  jobs_.on_time(now, [this](std::uint32_t job) { return workers_.is_unread(job); });
  if (awaited_) mention_awaited(now);
}

void Run::forward_events() {
  if (remote_events_) protocol::forward_events(remote_events_->pipe.read_end, log_);
}

// --- what the jobs say is to be done
// ---------------------------------------------------------------

void Run::carry_out_actions() {
  // A few starts at a time: those that run want to be read meanwhile, and signals to be taken.
  for (int starts = 0; starts < starts_max && !is_ending() && phase_ != Phase::starting;) {
    const auto action = jobs_.next();
    if (!action) break;
    if (std::holds_alternative<jobs::Start>(*action)) ++starts;
    std::visit([this](const auto& what) { carry_out(what); }, *action);
  }
}

void Run::carry_out(const jobs::Start& start) {
  const int error = workers_.start(start.job, start.attempt, plan_.commands.task(start.job));
  const Time now = Clock::now();
  if (error == 0) {
    const pid_t pid = workers_.find(start.job)->pid();
    processes_.add_worker(pid, {start.job, start.attempt});
    if (plan_.commands.tag && start.attempt == 0)
      scheduler_->add_tag(start.job, plan_.commands.tag_of(start.job));
    jobs_.started(start.job, pid, now);
  } else {
    const bool is_command = error == ENOENT || error == EACCES || error == ENOEXEC ||
                            error == ENOTDIR || error == ELOOP || error == EISDIR || error == E2BIG;
    const bool is_transient = error == EAGAIN || error == EMFILE || error == ENFILE ||
                              error == ENOMEM || error == ENOBUFS;
    const event::JobCause cause =
        is_command ? event::JobCause(event::CannotRun{error}) : event::CannotStart{error};
    jobs_.start_failed(start.job, cause, is_transient, now);
    if (is_command && jobs_.state(start.job) == jobs::State::failed) outcome_.command_error = error;
  }
  if (jobs_.count(jobs::State::queued) == 0) workers_.honor_pauses(now);
}

void Run::carry_out(const jobs::Signal& signal) {
  processes_.signal(jobs_.pid(signal.job), signal.signal);
}

void Run::carry_out(const jobs::Retract& retract) {
  close(retract.job, segment::PieceKind::retract);
}

void Run::carry_out(const jobs::Finish& finish) {
  close(finish.job, segment::PieceKind::end);
}

void Run::carry_out(const jobs::Drop& drop) {
  close(drop.job, segment::PieceKind::drop);
}

void Run::carry_out(const jobs::Halt& /*halt*/) {
  end(/*at_once=*/true);
}

void Run::close(std::uint32_t job, segment::PieceKind kind) {
  workers_.remove(job);
  scheduler_->add_mark(job, kind);
}

/// A slab is handed over when it is full. Before that only at the end, or if the order may release
/// records at once and the Scheduler has nothing else to do.
void Run::hand_over() {
  const bool are_all_over = jobs_.are_over();
  if (are_all_over || (plan_.order.streams() && scheduler_->is_scheduler_idle()))
    scheduler_->hand_over();
  if (!are_all_over || !scheduler_->is_all_handed_over()) return;
  log_.emit(event::ReleaseRequested{});
  phase_ = Phase::releasing;
  scheduler_->release();
}

void Run::read_pipes() {
  const Time now = Clock::now();
  const auto on_read = [&](std::uint32_t job, std::size_t bytes) {
    bytes > 0 ? jobs_.read(job, now) : jobs_.pipe_ended(job, now);
  };
  if (!workers_.read(*scheduler_, on_read)) events_.mute(workers_.pipes(), pipes_tag, true);
}

// --- what the Scheduler says
// -----------------------------------------------------------------------

void Run::read_replies() {
  try {
    const auto reply = scheduler_->receive();
    if (!reply) {  // it has died, and reap() will say of what
      events_.remove(scheduler_->replies());
      return scheduler_->close_replies();
    }
    if (!is_ending()) std::visit([this](const auto& body) { on_message(body); }, *reply);
  } catch (const std::exception& error) {
    if (!is_ending()) fail(event::SchedulerFailed{scheduler_->pid(), error.what()});
  }
}

template <typename Body>
void Run::check(bool is_expected, const Body& body) const {
  if (!is_expected)
    throw protocol::unexpected(protocol::Reply(body),
                               phase_names[static_cast<std::size_t>(phase_)]);
}

void Run::on_message(const protocol::SegmentReady& ready) {
  check(phase_ == Phase::starting, ready);
  scheduler_->attach(ready.segment_name.string());
  phase_ = Phase::gathering;
  if (awaited_ && plan_.commands.job_count() > 0) awaited_->set(0);
}

void Run::on_message(const protocol::SlabEmptied& emptied) {
  scheduler_->take_back(emptied.slab);
  if (workers_.take_new_space(Clock::now())) events_.mute(workers_.pipes(), pipes_tag, false);
  if (awaited_)
    awaited_->set(emptied.awaited < plan_.commands.job_count() ? std::optional(emptied.awaited)
                                                               : std::nullopt);
}

void Run::on_message(const protocol::RecordRefused& refused) {
  check(refused.worker < plan_.commands.job_count(), refused);
  event::JobCause cause;
  switch (refused.reason) {
    case protocol::RecordRefused::Reason::too_long:
      cause = event::RecordTooLong{refused.record};
      break;
    case protocol::RecordRefused::Reason::out_of_order:
      cause = event::RecordOutOfOrder{refused.record};
      break;
    case protocol::RecordRefused::Reason::torn:
      cause = event::RecordTorn{refused.bytes};
      break;
  }
  jobs_.refuse(refused.worker, refused.attempt, cause, Clock::now());
}

void Run::on_message(const protocol::HeaderRefused& refused) {
  const std::uint32_t count = plan_.commands.job_count();
  check(refused.worker < count && refused.first < count, refused);
  jobs_.refuse(refused.worker, jobs_.attempt(refused.worker),
               event::HeaderDiffers{refused.first, jobs_.pid(refused.first)}, Clock::now());
}

void Run::on_message(const protocol::WorkerPaused& paused) {
  check(paused.worker < plan_.commands.job_count(), paused);
  workers_.pause(paused.worker, true, Clock::now());
}

void Run::on_message(const protocol::WorkerResumed& resumed) {
  check(resumed.worker < plan_.commands.job_count(), resumed);
  workers_.pause(resumed.worker, false, Clock::now());
}

void Run::on_message(const protocol::ReaderGone& /*gone*/) {
  // Once the Scheduler writes, it finds out by itself, and perhaps all has been read.
  if (phase_ != Phase::releasing) on_message(protocol::OutputClosed{});
}

void Run::on_message(const protocol::OutputClosed& /*closed*/) {
  if (pipe_signal_is_ignored_)
    throw std::system_error(EPIPE, std::generic_category(), "cannot write the output");
  outcome_.signal = SIGPIPE;
  end(/*at_once=*/true);
}

void Run::on_message(const protocol::Failed& failed) {
  fail(event::SchedulerFailed{scheduler_->pid(), failed.cause.string()});
}

void Run::on_message(const protocol::MemoryExceeded& exceeded) {
  fail(event::IncompleteRecordsExceedLimit{scheduler_->pid(), exceeded.bytes_max});
}

void Run::on_message(const protocol::Delivered& delivered) {
  check(phase_ == Phase::releasing, delivered);
  log_.emit(event::ReleaseConfirmed{delivered.records});
  if (output_) {
    try {
      output_->commit();
    } catch (const std::system_error& error) {
      log_.emit(event::RunFailed{error.what()});
      outcome_.run_failed = true;
    }
  }
  end(/*at_once=*/false);
}

// --- signals and children
// --------------------------------------------------------------------------

void Run::take_signals() {
  while (const auto signal = signals_.next()) {
    if (*signal == SIGCHLD) {
      reap();
    } else if (is_ending()) {
      shutdown_.hasten();
    } else {
      outcome_.signal = *signal;
      end(/*at_once=*/true);
    }
  }
}

void Run::reap() {
  for (;;) {
    os::ExitStatus status;
    switch (os::reap_any(status)) {
      case os::Reap::ended:
        on_exit(status);
        break;
      case os::Reap::stopped:
        on_stop(status);
        break;
      case os::Reap::nothing_new:
        if (phase_ == Phase::ending) let_scheduler_leave();
        return;
      case os::Reap::no_children:
        phase_ = Phase::ended;
        return;
    }
  }
}

void Run::on_exit(const os::ExitStatus& status) {
  if (processes_.is_scheduler(status.pid)) return on_scheduler_exit(status);
  const auto worker = processes_.worker(status.pid);
  if (!worker) return;
  processes_.forget_worker(status.pid);
  log_.emit(event::JobExited{worker->job, worker->number, status});
  jobs_.exited(worker->job, worker->number, status, Clock::now());
}

void Run::on_scheduler_exit(const os::ExitStatus& status) {
  processes_.forget_scheduler();
  log_.emit(event::SchedulerExited{status});
  if (!status.succeeded()) segment::sweep();  // it may have died before it could unlink its own
  // Its last words say more than its status.
  while (scheduler_->replies() && os::has_something(scheduler_->replies()) && !is_ending())
    read_replies();
  if (!is_ending()) fail(event::SchedulerFailed{scheduler_->pid(), status.text()});
}

/// A worker is not in the terminal's foreground, so to touch the terminal stops it. Nobody would
/// continue it, and it may be waiting for a password that nobody is asked for.
void Run::on_stop(const os::ExitStatus& stop) {
  const auto worker = processes_.worker(stop.pid);
  if (!worker || is_ending()) return;
  if (stop.number == SIGTTIN || stop.number == SIGTTOU)
    jobs_.fail(worker->job, event::StoppedAtTerminal{stop.number}, Clock::now());
  else
    log_.emit(event::JobStopped{worker->job, stop.pid, stop.number});
}

/// Says for which worker the order waits, if it has waited for a while.
void Run::mention_awaited(Time now) {
  const std::uint32_t job = awaited_->worker().value_or(0);
  const auto last_activity = jobs_.last_activity(job);
  if (!awaited_->is_overdue(now, last_activity)) return;
  // With the slabs that the Scheduler has it will say anew for whom it waits.
  if (phase_ != Phase::gathering || !scheduler_->is_scheduler_idle()) return;
  awaited_->set_mentioned();
  if (last_activity)
    log_.emit(event::JobAwaited{job, jobs_.pid(job),
                                std::chrono::ceil<std::chrono::seconds>(Awaited::patience)});
  else if (jobs_.state(job) == jobs::State::queued && !jobs_.can_start())
    log_.emit(event::UnstartedJobAwaited{job, jobs_.first_queued(), plan_.commands.job_count() - 1,
                                         jobs_.active(), jobs_.active() != plan_.jobs.max});
}

// --- the end
// ---------------------------------------------------------------------------------------

void Run::fail(const event::Event& why) {
  log_.emit(why);
  outcome_.run_failed = true;
  end(/*at_once=*/true);
}

/// Ends every process of the run. Unless it has to be at once, nobody is looked for if only the
/// Scheduler is left.
void Run::end(bool at_once) {
  if (is_ending()) return;
  phase_ = Phase::ending;
  jobs_.halt();
  shutdown_.begin(at_once);
  workers_.remove_all();
  reap();  // somebody may have ended without being looked at
}

/// The Scheduler leaves last: until then it looks after the others, should init be killed.
void Run::let_scheduler_leave() {
  if (!processes_.is_scheduler_alone()) return shutdown_.ask_to_end();
  if (!std::exchange(has_scheduler_left_, true)) scheduler_->leave();
}

}  // namespace

Outcome run(const plan::Run& plan, std::vector<event::Sink*> sinks) {
  return Run(plan, std::move(sinks)).run();
}

}  // namespace muster::init
