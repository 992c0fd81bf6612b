// The init role: one loop that waits for the next event and passes it to the part of the run that
// it concerns.
//
// init never looks at the bytes it gathers: they go from a pipe straight into a slab. Every failure
// leads to the same place, end(), which stops all processes of the run; the loop ends when none is
// left.

#include "init/run.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <variant>

#include "deliver/output_file.h"
#include "init/dealer_link.h"
#include "init/gathering.h"
#include "init/processes.h"
#include "init/remote_events.h"
#include "init/scheduler_link.h"
#include "init/shutdown.h"
#include "init/sizes.h"
#include "os/child.h"
#include "os/io.h"
#include "os/message.h"
#include "os/random.h"
#include "os/run_processes.h"
#include "os/signals.h"
#include "os/this_process.h"
#include "os/watch.h"
#include "protocol/codec.h"
#include "protocol/protocol.h"
#include "protocol/setup.h"
#include "segment/segment.h"

namespace muster::init {
namespace {

using event::Clock;
using event::Time;
using Why = event::RunEnding::Why;

constexpr std::array watched{SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGUSR1, SIGTSTP, SIGCHLD};

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

enum Tag : std::uint64_t {
  pipes_tag,
  stderr_tag,
  tasks_tag,
  signals_tag,
  replies_tag,
  events_tag,
  ends_tag
};

os::Signals watch_signals() {
  os::restore_default(SIGCHLD);  // a process that ignores it cannot wait for its children
  return os::Signals(watched);
}

class Run {
 public:
  Run(const plan::Run& plan, Tasks& tasks, const Resumption& resumption,
      std::vector<event::Sink*> sinks, std::span<const os::Fd> ends);

  Outcome run() {
    attempt(&Run::start);
    while (phase_ != Phase::ended) attempt(&Run::step);
    try {
      if (remote_events_) remote_events_->forward(log_);
    } catch (const std::exception&) {  // the run has ended as it has
    }
    log_.emit(event::RunEnded{});
    if (gathering_) {
      outcome_.jobs_failed = gathering_->failures();
      outcome_.command_error = gathering_->command_error();
    }
    return outcome_;
  }

 private:
  void attempt(void (Run::*what)());
  void start();
  void step();
  void release();
  [[nodiscard]] std::optional<Time> due() const;
  void on_time(Time now);

  void read_replies();
  template <typename Body>
  void expect(Phase phase, const Body& body) const;
  void on_message(const protocol::SegmentReady& ready);
  template <typename Body>  // all others
  void on_message(const Body& body) {
    gathering_->on(body);
  }
  void on_message(const protocol::ReaderGone& gone);
  void on_message(const protocol::OutputClosed& closed);
  void on_message(const protocol::Failed& failed);
  void on_message(const protocol::MemoryExceeded& exceeded);
  void on_message(const protocol::Delivered& delivered);

  void take_signals();
  void interrupt(int signal);
  void lose_host();
  void hang_up();
  void suspend();
  void reap();
  void on_exit(const os::ExitStatus& status, const os::ResourceUsage& usage);
  void on_scheduler_exit(const os::ExitStatus& status, const os::ResourceUsage& usage);

  void fail(const event::Event& why);
  void end(bool at_once, const event::RunEnding& why);
  [[nodiscard]] bool is_ending() const { return phase_ >= Phase::ending; }
  void let_scheduler_leave();

  const plan::Run& plan_;
  Tasks& tasks_;
  const Resumption& resumption_;
  std::vector<event::Sink*> sinks_;
  std::span<const os::Fd> ends_;
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
  std::unique_ptr<DealerLink> dealer_;  // if stdin is dealt out
  std::unique_ptr<Gathering> gathering_;
};

Run::Run(const plan::Run& plan, Tasks& tasks, const Resumption& resumption,
         std::vector<event::Sink*> sinks, std::span<const os::Fd> ends)
    : plan_(plan),
      tasks_(tasks),
      resumption_(resumption),
      sinks_(std::move(sinks)),
      ends_(ends),
      log_(sinks_),
      // Before signals are taken: to open a FIFO is to wait for its reader.
      output_(plan.destination.path ? std::make_unique<deliver::OutputFile>(*plan.destination.path)
                                    : nullptr),
      pipe_signal_is_ignored_(os::is_ignored(SIGPIPE)),
      signals_(watch_signals()),
      remote_events_(log_.wants_remote() != event::Remote::nothing
                         ? std::make_unique<RemoteEvents>(log_.wants_remote())
                         : nullptr),
      processes_(os::random_name(16)),
      shutdown_(processes_, plan.jobs.end_steps, log_) {
  if (os::number_in_proc() == 0)
    throw std::runtime_error("/proc is not mounted: mount it (mount -t proc proc /proc)");
  os::ignore(SIGPIPE);
  os::adopt_orphans();
  segment::sweep();
}

/// Does one step of the run. A failure ends the run in the usual way, and a failure of that ends it
/// without further events.
void Run::attempt(void (Run::*what)()) {
  try {
    return (this->*what)();
  } catch (const std::exception& error) {
    outcome_.run_failed = true;
    log_.emit(event::RunFailed{error.what()});
  }
  try {
    if (gathering_ && !is_ending()) return end(/*at_once=*/true, {Why::run_failed});
  } catch (const std::exception&) {  // the first failure has been reported
  }
  try {
    if (dealer_) dealer_->leave();
    if (scheduler_ && !std::exchange(has_scheduler_left_, true)) scheduler_->leave();
  } catch (const std::exception&) {
  }
  shutdown_.end_without_events();
  phase_ = Phase::ended;
}

void Run::start() {
  events_.add(signals_.fd(), signals_tag);
  for (const os::Fd& end : ends_) events_.add(end, ends_tag);
  if (remote_events_) events_.add(remote_events_->fd(), events_tag);
  if (plan_.dealing) {
    const std::uint64_t possible = jobs_possible(plan_, std::nullopt, log_);
    const bool is_limited = plan_.jobs.max > 0 && !plan_.jobs.max_file;
    dealer_ = std::make_unique<DealerLink>(
        plan_, is_limited ? std::min(plan_.jobs.max, possible) : possible, log_);
    processes_.set_dealer(dealer_->pid());
    if (!plan_.dealing->round_robin) tasks_.set_blocks(&*dealer_);
  }
  protocol::Setup setup = setup_for(plan_, tasks_.count());
  setup.events = log_.wants_remote();
  setup.quantiles_are_wanted = log_.wants_quantiles();
  setup.init_pid = ::getpid();
  setup.run_id = processes_.run_id();
  scheduler_ = std::make_unique<SchedulerLink>(
      setup, output_ ? output_->fd().get() : STDOUT_FILENO,
      output_ ? output_->temporary_name() : "",
      remote_events_ ? &remote_events_->write_end() : nullptr, log_);
  processes_.add_scheduler(scheduler_->pid(), scheduler_->take_roster());
  events_.add(scheduler_->replies(), replies_tag);
  gathering_ = std::make_unique<Gathering>(plan_, tasks_, resumption_, processes_, *scheduler_,
                                           remote_events_.get(), dealer_.get(), events_,
                                           Gathering::Tags{pipes_tag, stderr_tag, tasks_tag}, log_);
}

void Run::step() {
  const bool is_under_way = phase_ == Phase::gathering || phase_ == Phase::releasing;
  if (is_under_way && !gathering_->carry_out()) end(/*at_once=*/true, {Why::jobs_failed});
  if (phase_ == Phase::gathering && gathering_->hand_over()) release();
  // A record may be refused when its worker has long ended.
  if (phase_ == Phase::releasing && !gathering_->are_records_wanted())
    end(/*at_once=*/true, {Why::jobs_failed});
  const bool can_start = phase_ == Phase::gathering && gathering_->can_start();
  const auto ready = events_.ready(can_start ? Time::min() : due());
  const auto is_ready = [&](Tag tag) {
    return std::find(ready.begin(), ready.end(), tag) != ready.end();
  };
  // Pipes first, so that a worker's last bytes are in before its end; the Scheduler next, whose
  // messages wait in their pipe. Deadlines come last, when it is known what came before them.
  if (is_ready(pipes_tag)) gathering_->read_pipes();
  if (is_ready(stderr_tag)) gathering_->read_stderr();
  if (is_ready(tasks_tag)) gathering_->resume_tasks();
  if (is_ready(replies_tag)) read_replies();
  if (is_ready(signals_tag)) take_signals();
  if (is_ready(ends_tag)) lose_host();
  if (is_ready(events_tag)) remote_events_->forward(log_);
  on_time(Clock::now());
}

/// Everything has been gathered.
void Run::release() {
  if (!gathering_->are_records_wanted()) return end(/*at_once=*/true, {Why::jobs_failed});
  if (gathering_->is_cut_short()) {
    outcome_.signal = SIGHUP;
    if (!plan_.jobs.partial) return end(/*at_once=*/true, {Why::interrupted, SIGHUP});
  }
  log_.emit(event::ReleaseRequested{});
  phase_ = Phase::releasing;
  if (dealer_) dealer_->leave();
  scheduler_->release();
}

/// The next of all deadlines.
std::optional<Time> Run::due() const {
  std::optional<Time> next = os::first_of(
      {shutdown_.due(), phase_ == Phase::gathering ? gathering_->due() : std::nullopt});
  for (const event::Sink* const sink : sinks_) next = os::first_of({next, sink->due()});
  return next;
}

void Run::on_time(Time now) {
  for (event::Sink* const sink : sinks_) sink->on_time(now);
  shutdown_.on_time(now);
  if (shutdown_.has_left_some_behind()) {
    outcome_.run_failed = true;
    phase_ = Phase::ended;
  }
  if (phase_ == Phase::gathering) gathering_->on_time(now);
}

// --- messages of the Scheduler ------------------------------------------------------------------

void Run::read_replies() {
  const bool was_ending = is_ending();  // then nothing that the Scheduler says matters
  try {
    const auto reply = scheduler_->receive();
    if (!reply) {  // it has died, and reap() will say of what
      events_.remove(scheduler_->replies());
      return scheduler_->close_replies();
    }
    if (!was_ending) std::visit([this](const auto& body) { on_message(body); }, *reply);
  } catch (const std::exception& error) {
    if (was_ending) return;
    if (is_ending()) throw;  // it is the end that failed
    fail(event::SchedulerFailed{scheduler_->pid(), error.what()});
  }
}

template <typename Body>
void Run::expect(Phase phase, const Body& body) const {
  if (phase_ != phase)
    throw protocol::unexpected(protocol::Reply(body),
                               phase_names[static_cast<std::size_t>(phase_)]);
}

void Run::on_message(const protocol::SegmentReady& ready) {
  expect(Phase::starting, ready);
  scheduler_->attach(ready.segment_name.string());
  gathering_->begin();
  phase_ = Phase::gathering;
}

void Run::on_message(const protocol::ReaderGone& /*gone*/) {
  // Once the Scheduler writes, it finds out by itself, and perhaps all has been read.
  if (phase_ != Phase::releasing) on_message(protocol::OutputClosed{});
}

void Run::on_message(const protocol::OutputClosed& /*closed*/) {
  if (pipe_signal_is_ignored_)
    throw std::system_error(EPIPE, std::generic_category(), "cannot write the output");
  outcome_.signal = SIGPIPE;
  end(/*at_once=*/true, {Why::reader_gone});
}

void Run::on_message(const protocol::Failed& failed) {
  fail(event::SchedulerFailed{scheduler_->pid(), failed.cause.string()});
}

void Run::on_message(const protocol::MemoryExceeded& exceeded) {
  fail(event::IncompleteRecordsExceedLimit{scheduler_->pid(), exceeded.bytes_max});
}

void Run::on_message(const protocol::Delivered& delivered) {
  expect(Phase::releasing, delivered);
  log_.emit(event::ReleaseConfirmed{delivered.records, delivered.bytes});
  if (output_) {
    try {
      output_->commit();
    } catch (const std::system_error& error) {
      log_.emit(event::RunFailed{error.what()});
      outcome_.run_failed = true;
    }
  }
  end(/*at_once=*/false, {Why::all_is_done});
}

// --- signals and children -----------------------------------------------------------------------

void Run::take_signals() {
  while (const auto signal = signals_.next()) {
    switch (*signal) {
      case SIGCHLD:
        reap();
        break;
      case SIGUSR1:
        log_.emit(event::ListRequested{});
        break;
      case SIGTSTP:
        suspend();
        break;
      case SIGHUP:
        hang_up();
        break;
      default:
        interrupt(*signal);
    }
  }
}

void Run::interrupt(int signal) {
  if (is_ending()) return shutdown_.hasten();
  outcome_.signal = signal;
  end(/*at_once=*/true, {Why::interrupted, signal});
}

/// The program that wanted the result has ended, or wants it no more.
void Run::lose_host() {
  for (const os::Fd& end : ends_) events_.remove(end);
  interrupt(SIGTERM);
}

/// Nobody may be at the terminal any more: what runs is finished, and nothing else is started.
void Run::hang_up() {
  if (phase_ == Phase::starting) return interrupt(SIGHUP);
  if (phase_ == Phase::gathering) gathering_->stop_starting();
}

/// The Scheduler is in the group of this process, so the terminal stops it too.
void Run::suspend() {
  const Time before = Clock::now();
  processes_.signal_workers(SIGSTOP);
  os::set_status_line({});
  os::stop_this_process();
  processes_.signal_workers(SIGCONT);
  gathering_->postpone(Clock::now() - before);
}

void Run::reap() {
  for (;;) {
    os::ExitStatus status;
    os::ResourceUsage usage;
    switch (os::reap_any(status, usage)) {
      case os::Reap::ended:
        on_exit(status, usage);
        break;
      case os::Reap::stopped:
        if (const auto worker = processes_.worker(status.pid); worker && !is_ending())
          gathering_->on_stop(*worker, status);
        break;
      case os::Reap::continued:
        if (const auto worker = processes_.worker(status.pid); worker && !is_ending())
          gathering_->on_continue(*worker, status.pid);
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

void Run::on_exit(const os::ExitStatus& status, const os::ResourceUsage& usage) {
  if (processes_.is_scheduler(status.pid)) return on_scheduler_exit(status, usage);
  if (dealer_ && dealer_->pid() == status.pid) {
    processes_.set_dealer(-1);
    return dealer_->on_exit(status);
  }
  const auto worker = processes_.worker(status.pid);
  if (!worker) return;
  processes_.forget_worker(status.pid);
  gathering_->read_rest(*worker, status);
  log_.emit(event::JobExited{worker->job, worker->number, status, usage});
  gathering_->on_exit(*worker, status);
}

void Run::on_scheduler_exit(const os::ExitStatus& status, const os::ResourceUsage& usage) {
  processes_.forget_scheduler();
  log_.emit(event::SchedulerExited{status, usage});
  if (!status.succeeded()) segment::sweep();  // it may have died before it could unlink its own
  // Its last message says more than its exit status.
  while (scheduler_->replies() && os::has_something(scheduler_->replies()) && !is_ending())
    read_replies();
  if (!is_ending()) fail(event::SchedulerFailed{scheduler_->pid(), status.text()});
}

// --- the end ------------------------------------------------------------------------------------

void Run::fail(const event::Event& why) {
  log_.emit(why);
  outcome_.run_failed = true;
  end(/*at_once=*/true, {Why::run_failed});
}

/// Ends every process of the run. Unless it has to be at once, no process is looked for if only the
/// Scheduler is left.
void Run::end(bool at_once, const event::RunEnding& why) {
  if (is_ending()) return;
  log_.emit(why);
  phase_ = Phase::ending;
  shutdown_.begin(at_once);
  gathering_->halt();
  reap();  // some may have ended already
}

/// The Scheduler leaves last: until then it looks after the others, should init be killed.
void Run::let_scheduler_leave() {
  if (!processes_.is_scheduler_alone()) return shutdown_.ask_to_end();
  if (!std::exchange(has_scheduler_left_, true)) scheduler_->leave();
}

}  // namespace

Outcome run(const plan::Run& plan, Tasks& tasks, const Resumption& resumption,
            std::vector<event::Sink*> sinks, std::span<const os::Fd> ends) {
  return Run(plan, tasks, resumption, std::move(sinks), ends).run();
}

}  // namespace muster::init
