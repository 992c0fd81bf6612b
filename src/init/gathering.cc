#include "init/gathering.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <limits>
#include <system_error>
#include <utility>
#include <variant>

#include "channel/channel.h"
#include "init/sizes.h"
#include "os/file.h"
#include "os/pipe.h"

namespace muster::init {
namespace {

using event::Clock;

/// Workers that are started between two looks at what the others do.
constexpr int starts_max = 8;

worker::Worker::Surroundings surroundings_of(std::uint64_t at_a_time, RemoteEvents* remote_events,
                                             const event::Log& log) {
  worker::Worker::Surroundings surroundings{pipe_bytes_for(at_a_time), log.wants_stderr()};
  if (remote_events == nullptr) return surroundings;
  surroundings.function_events = &remote_events->function_sink();
  surroundings.events_pipe = remote_events->write_end().get();
  return surroundings;
}

/// What is not known may be any number.
std::uint64_t count_bound(const Tasks& tasks) {
  return tasks.count().value_or(std::numeric_limits<std::uint32_t>::max());
}

bool is_fault_of_command(int error) {
  return error == ENOENT || error == EACCES || error == ENOEXEC || error == ENOTDIR ||
         error == ELOOP || error == EISDIR || error == E2BIG;
}

/// May go better later.
bool is_transient(int error) {
  return error == EAGAIN || error == EMFILE || error == ENFILE || error == ENOMEM ||
         error == ENOBUFS;
}

event::JobCause cause_of(const protocol::RecordRefused& refused) {
  using Reason = protocol::RecordRefused::Reason;
  switch (refused.reason) {
    case Reason::too_long:
      return event::RecordTooLong{refused.record};
    case Reason::out_of_order:
      return event::RecordOutOfOrder{refused.record};
    case Reason::torn:
      return event::RecordTorn{refused.bytes};
  }
  return {};
}

}  // namespace

Gathering::Gathering(const plan::Run& plan, Tasks& tasks, const Resumption& resumption,
                     Processes& processes, SchedulerLink& scheduler, RemoteEvents* remote_events,
                     DealerLink* dealer, os::Watch& events, Tags tags, const event::Log& log)
    : plan_(plan),
      tasks_(tasks),
      resumption_(resumption),
      processes_(processes),
      scheduler_(scheduler),
      dealer_(dealer),
      null_input_(os::open_for_reading("/dev/null")),
      events_(events),
      tags_(tags),
      log_(log),
      gate_(plan.jobs, jobs_possible(plan, tasks.count(), log)),
      jobs_(gate_.bounded(plan.jobs.max), plan.jobs, log),
      workers_(processes.run_id(),
               surroundings_of(std::min<std::uint64_t>(jobs_.max(), count_bound(tasks)),
                               remote_events, log),
               log) {
  events_.add(workers_.pipes(), tags_.pipes);
  if (log.wants_stderr()) relay_.emplace(events_, tags_.errors, log);
  if (plan.order.awaits_single_workers() && !plan.jobs.staging) awaited_.emplace();
}

void Gathering::begin() {
  if (awaited_ && tasks_.count() != 0) awaited_->set(0);
}

void Gathering::resume_tasks() {
  if (std::exchange(are_tasks_awaited_, false)) events_.remove(*tasks_.awaited());
}

void Gathering::read_pipes() {
  const Time now = Clock::now();
  const auto on_read = [&](std::uint32_t job, std::size_t bytes) {
    bytes > 0 ? jobs_.read(job, now) : jobs_.pipe_ended(job, now);
  };
  if (!workers_.read(scheduler_, on_read)) events_.mute(workers_.pipes(), tags_.pipes, true);
}

// --- carrying out what the jobs decide ----------------------------------------------------------

/// As many as can be started, or all of them where it matters how many there are.
void Gathering::take_tasks() {
  const bool wants_all = plan_.order.awaits_single_workers() || plan_.jobs.halt.is_percentage;
  while ((jobs_.wants_job() || (wants_all && !jobs_.are_all_known())) && !are_tasks_awaited_) {
    switch (tasks_.take()) {
      case Tasks::Next::given:
        jobs_.add();
        break;
      case Tasks::Next::later:
        are_tasks_awaited_ = true;
        events_.add(*tasks_.awaited(), tags_.tasks);
        break;
      case Tasks::Next::none:
        jobs_.complete();
        break;
    }
  }
}

bool Gathering::carry_out() {
  int starts = 0;
  for (;;) {
    take_tasks();
    if (jobs_.can_start()) look_at_machine(Clock::now());
    const auto action = jobs_.next();
    if (!action) break;
    if (std::holds_alternative<jobs::Halt>(*action)) return false;
    // A few starts at a time: pipes are to be read meanwhile, and signals to be taken.
    if (std::holds_alternative<jobs::Start>(*action) && starts++ == starts_max) break;
    std::visit(
        event::Overloaded{
            [&](const jobs::Start& start) { carry_out(start); },
            [&](const jobs::Signal& signal) {
              processes_.signal(jobs_.pid(signal.job), signal.signal);
            },
            [&](const jobs::Retract& retract) { close(retract.job, segment::PieceKind::retract); },
            [&](const jobs::Finish& finish) { close(finish.job, segment::PieceKind::end); },
            [&](const jobs::Drop& drop) { close(drop.job, segment::PieceKind::drop); },
            [](const jobs::Halt&) {},
        },
        *action);
  }
  gate_.settle(jobs_.active());
  if (jobs_.are_all_started()) workers_.honor_pauses(Clock::now());
  return true;
}

/// Before a job is started.
void Gathering::look_at_machine(Time now) {
  if (const auto max = gate_.max()) jobs_.set_max(*max);
  if (!gate_.is_open(jobs_.active())) jobs_.hold_starts(now + Gate::patience);
}

void Gathering::carry_out(const jobs::Start& start) {
  const std::uint32_t job = start.job;
  worker::Task task = tasks_.task(job, start.slot);
  const Resumption::Instead instead = resumption_.instead_of(job);
  if (instead != Resumption::Instead::run)
    log_.emit(event::JobResumed{job, !resumption_.had_command(job, tasks_.command(job))});
  if (instead == Resumption::Instead::nothing) return skip(start);
  if (instead == Resumption::Instead::replay) task = resumption_.replay(job);
  const auto [pid, error] = start_worker(start, task);
  const Time now = Clock::now();
  if (error != 0) {
    const bool is_command = is_fault_of_command(error);
    jobs_.start_failed(job,
                       is_command ? event::JobCause(event::CannotRun{error})
                                  : event::JobCause(event::CannotStart{error}),
                       is_transient(error), now);
    if (is_command && jobs_.state(job) == jobs::State::failed) command_error_ = error;
  } else {
    processes_.add_worker(pid, {job, start.attempt});
    if (plan_.commands.tag) scheduler_.add_tag(job, tasks_.tag(job));
    jobs_.started(job, pid, now);
  }
}

/// As if it had ended well at once, and had written nothing.
void Gathering::skip(const jobs::Start& start) {
  const Time now = Clock::now();
  jobs_.started(start.job, 0, now);
  jobs_.pipe_ended(start.job, now);
  jobs_.exited(start.job, start.attempt, os::ExitStatus(), now);
}

/// Its stdin is dealt out to it once it has started: a start that fails takes no block.
os::Spawned Gathering::start_worker(const jobs::Start& start, const worker::Task& task) {
  os::Pipe input;
  try {
    if (dealer_ != nullptr) input = dealer_->make_pipe();
  } catch (const std::system_error& error) {
    return {-1, error.code().value()};
  }
  const os::Spawned spawned = workers_.start(
      start, task, dealer_ != nullptr ? input.read_end : null_input_, relay_ ? &*relay_ : nullptr);
  if (spawned.error == 0 && dealer_ != nullptr) dealer_->feed(start.job, input.write_end);
  return spawned;
}

void Gathering::close(std::uint32_t job, segment::PieceKind kind) {
  workers_.remove(job);
  if (relay_) relay_->remove(job);
  scheduler_.add_mark(job, kind);
  if (kind == segment::PieceKind::retract) return;
  if (dealer_ != nullptr) dealer_->forget(job);
  tasks_.forget(job);
}

/// A slab is handed over when it is full. Before that only at the end, or if the order may release
/// records at once and the Scheduler has nothing else to do.
bool Gathering::hand_over() {
  const bool are_over = jobs_.are_over();
  if (are_over || (plan_.order.streams() && scheduler_.is_scheduler_idle())) scheduler_.hand_over();
  return are_over && scheduler_.is_all_handed_over();
}

void Gathering::halt() {
  resume_tasks();
  if (dealer_ != nullptr) dealer_->leave();
  jobs_.halt();
  workers_.remove_all();
}

void Gathering::stop_starting() {
  if (!jobs_.are_all_known() && tasks_.take() == Tasks::Next::none) jobs_.complete();
  is_cut_short_ = !jobs_.are_all_started() || jobs_.count(jobs::State::waiting_to_retry) > 0;
  jobs_.stop_starting(Clock::now());
}

// --- messages and reports -----------------------------------------------------------------------

void Gathering::on(const protocol::SlabEmptied& emptied) {
  scheduler_.take_back(emptied.slab);
  log_.emit(event::RecordsCounted{emptied.records});
  if (workers_.take_new_space(Clock::now())) events_.mute(workers_.pipes(), tags_.pipes, false);
  if (!awaited_) return;
  const bool is_one_awaited = emptied.awaited < jobs_.size();
  awaited_->set(is_one_awaited ? std::optional(emptied.awaited) : std::nullopt);
}

void Gathering::check(std::uint32_t worker) const {
  if (worker >= jobs_.size())
    throw channel::ProtocolError("a message about a worker that does not exist");
}

void Gathering::on(const protocol::RecordRefused& refused) {
  check(refused.worker);
  jobs_.refuse(refused.worker, refused.attempt, cause_of(refused), Clock::now());
}

void Gathering::on(const protocol::HeaderRefused& refused) {
  check(refused.worker);
  check(refused.first);
  jobs_.refuse(refused.worker, jobs_.attempt(refused.worker),
               event::HeaderDiffers{refused.first, jobs_.pid(refused.first)}, Clock::now());
}

void Gathering::on(const protocol::WorkerPaused& paused) {
  check(paused.worker);
  workers_.pause(paused.worker, true, Clock::now());
}

void Gathering::on(const protocol::WorkerResumed& resumed) {
  check(resumed.worker);
  workers_.pause(resumed.worker, false, Clock::now());
}

void Gathering::read_rest(Attempt attempt, const os::ExitStatus& status) {
  if (relay_) relay_->drain(attempt.job);
  // The Scheduler does not want what a worker that has failed has written.
  if (!status.succeeded() && log_.wants_output()) workers_.drain(attempt.job);
}

void Gathering::on_exit(Attempt attempt, const os::ExitStatus& status) {
  stopped_.erase(status.pid);
  jobs_.exited(attempt.job, attempt.number, status, Clock::now());
}

void Gathering::on_stop(Attempt attempt, const os::ExitStatus& stop) {
  if (attempt.number != jobs_.attempt(attempt.job)) return;
  stopped_.insert(stop.pid);
  log_.emit(event::JobStopped{attempt.job, stop.pid, stop.number});
}

void Gathering::on_continue(Attempt attempt, pid_t pid) {
  if (stopped_.erase(pid) > 0) log_.emit(event::JobContinued{attempt.job, pid});
}

std::optional<event::Time> Gathering::due() const {
  return os::first_of({jobs_.due(), gate_.due(), workers_.due(),
                       relay_ ? relay_->due() : std::nullopt,
                       awaited_ ? awaited_->due() : std::nullopt});
}

void Gathering::on_time(Time now) {
  workers_.on_time(now);
  if (gate_.is_memory_short(now) && plan_.jobs.staging) jobs_.requeue_youngest(now);
  if (relay_) relay_->on_time(now);
  jobs_.on_time(now, [this](std::uint32_t job) { return workers_.is_unread(job); });
  if (awaited_) mention_awaited(now);
}

/// Says for which worker the order waits, if it has waited for a while.
void Gathering::mention_awaited(Time now) {
  const std::uint32_t job = awaited_->worker().value_or(0);
  const auto last_activity = jobs_.last_activity(job);
  if (!awaited_->is_overdue(now, last_activity)) return;
  // The Scheduler has slabs to read, and may wait for another worker after that.
  if (!scheduler_.is_scheduler_idle()) return;
  awaited_->set_mentioned();
  if (last_activity)
    log_.emit(event::JobAwaited{job, jobs_.pid(job),
                                std::chrono::ceil<std::chrono::seconds>(Awaited::patience)});
  else if (jobs_.state(job) == jobs::State::queued && !jobs_.can_start())
    log_.emit(event::UnstartedJobAwaited{job, jobs_.first_queued(), jobs_.size() - 1,
                                         jobs_.active(), jobs_.active() != plan_.jobs.max});
}

}  // namespace muster::init
