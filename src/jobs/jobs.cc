#include "jobs/jobs.h"

#include <algorithm>
#include <csignal>
#include <utility>
#include <variant>

#include "os/watch.h"

namespace muster::jobs {
namespace {

/// Of a job whose last attempt failed for this.
State state_after(const event::JobCause& cause) {
  return std::holds_alternative<event::TimedOut>(cause) ? State::timed_out : State::failed;
}

}  // namespace

Jobs::Jobs(std::uint64_t max, plan::Jobs rules, const event::Log& log)
    : rules_(std::move(rules)), max_(max), room_(max), log_(log) {}

void Jobs::add() {
  jobs_.emplace_back();
  ++counts_[static_cast<std::size_t>(State::queued)];
}

/// The only place where a job changes its state: counts, emits, and sets the deadline. The callers
/// have decided whether to try again and whether to halt.
void Jobs::set(std::uint32_t index, State to, Time now, const event::JobCause& cause) {
  Job& job = jobs_[index];
  --counts_[static_cast<std::size_t>(job.state)];
  ++counts_[static_cast<std::size_t>(to)];
  const State from = std::exchange(job.state, to);
  switch (to) {
    case State::queued:
    case State::closed:
      break;
    case State::running: {
      const std::uint32_t slot = free_slot();
      free_slots_.erase(slot);
      active_.insert_or_assign(index, Active{slot, now, now, {}, 0});
      by_age_.emplace(now, index);
      break;
    }
    case State::draining:
      await_silence(index, *active(index));
      break;
    case State::waiting_to_retry:
      log_.emit(event::JobFailed{index, job.attempt, job.pid, cause, /*will_be_retried=*/true,
                                 /*had_succeeded=*/false});
      deadlines_.set(index, now + retry_delay(job, cause));
      break;
    case State::succeeded:
      log_.emit(event::JobSucceeded{index, job.attempt});
      deadlines_.clear(index);
      if (rules_.timeout_percentage) run_times_.add(now - active(index)->start);
      break;
    case State::failed:
    case State::timed_out:
      log_.emit(event::JobFailed{index, job.attempt, job.pid, cause, /*will_be_retried=*/false,
                                 from == State::succeeded});
      deadlines_.clear(index);
      break;
    case State::skipped:
      log_.emit(event::JobSkipped{index});
      break;
    case State::cancelled:
      log_.emit(event::JobCancelled{index, job.attempt});
      deadlines_.clear(index);
      break;
  }
  if (to <= State::draining) return;
  if (const Active* const active = this->active(index)) {
    free_slots_.insert(active->slot);
    by_age_.erase({active->start, index});
  }
  active_.erase(index);
  room_ = max_;
}

std::uint32_t Jobs::free_slot() const {
  return free_slots_.empty() ? static_cast<std::uint32_t>(active_.size()) : *free_slots_.begin();
}

Jobs::Active* Jobs::active(std::uint32_t job) {
  const auto found = active_.find(job);
  return found == active_.end() ? nullptr : &found->second;
}

std::optional<Jobs::Time> Jobs::last_activity(std::uint32_t job) const {
  const auto found = active_.find(job);
  return found == active_.end() ? std::nullopt : std::optional(found->second.last_activity);
}

// --- what has happened --------------------------------------------------------------------------

void Jobs::started(std::uint32_t job, pid_t pid, Time now) {
  if (jobs_[job].state == State::queued) {
    ++next_;
  } else {
    due_retries_.pop_front();
    retries_.erase(job);
    ++jobs_[job].attempt;
  }
  jobs_[job].pid = pid;
  set(job, State::running, now);
  // Where there is no process, as of a job that an earlier run has done, nothing has to settle.
  if (pid != 0 && rules_.start_delay.count() > 0) held_until_ = now + rules_.start_delay;
}

void Jobs::start_failed(std::uint32_t job, const event::JobCause& cause, bool is_transient,
                        Time now) {
  if (is_transient && active() > 0) {
    room_ = active();
    return;
  }
  started(job, 0, now);
  active(job)->status.emplace();  // there is no process
  fail(job, cause, now);
}

void Jobs::read(std::uint32_t job, Time now) {
  if (Active* const active = this->active(job)) active->last_activity = now;
}

void Jobs::pipe_ended(std::uint32_t job, Time now) {
  if (is_halted_) return;
  if (jobs_[job].state == State::running) set(job, State::closed, now);
  if (jobs_[job].state == State::draining) finish(job, now);
}

void Jobs::exited(std::uint32_t job, std::uint32_t attempt, const os::ExitStatus& status,
                  Time now) {
  Active* const active = this->active(job);
  if (active == nullptr || attempt != jobs_[job].attempt || is_halted_) return;
  active->status = status;
  active->last_activity = now;
  if (!status.succeeded()) return fail(job, event::EndedBadly{status}, now);
  if (jobs_[job].state == State::running)
    set(job, State::draining, now);
  else
    finish(job, now);
}

/// Its process has ended well, and its pipe is at its end.
void Jobs::finish(std::uint32_t job, Time now) {
  if (active(job)->end_steps > 0) return fail(job, event::TimedOut{}, now);
  set(job, State::succeeded, now);
  actions_.emplace_back(Finish{job});
  consider_halting(now);
}

void Jobs::refuse(std::uint32_t job, std::uint32_t attempt, const event::JobCause& cause,
                  Time now) {
  if (attempt != jobs_[job].attempt || is_halted_) return;
  if (jobs_[job].state != State::succeeded) return fail(job, cause, now);
  set(job, State::failed, now, cause);
  consider_halting(now);
}

void Jobs::fail(std::uint32_t job, const event::JobCause& cause, Time now) {
  const Active* const active = this->active(job);
  if (active == nullptr || is_halted_) return;
  const event::JobCause why = active->end_steps > 0 ? event::JobCause(event::TimedOut{}) : cause;
  if (!active->status) actions_.emplace_back(Signal{job, SIGKILL});
  if (jobs_[job].tries++ < rules_.retries && !is_stopping_) {
    retry_later(job, why, now);
  } else {
    set(job, state_after(why), now, why);
    actions_.emplace_back(Drop{job});
    consider_halting(now);
  }
}

void Jobs::retry_later(std::uint32_t job, const event::JobCause& cause, Time now) {
  set(job, State::waiting_to_retry, now, cause);
  retries_.emplace(job, cause);
  actions_.emplace_back(Retract{job});
}

/// Of a job that has failed for this.
plan::Jobs::Duration Jobs::retry_delay(const Job& job, const event::JobCause& cause) const {
  using Duration = plan::Jobs::Duration;
  if (std::holds_alternative<event::MemoryShort>(cause)) return Duration(0);
  Duration delay = rules_.retry_delay;
  for (std::uint32_t i = 1; rules_.retry_delay_doubles && i < job.tries; ++i) {
    if (delay.count() == 0 || delay > plan::Jobs::duration_max / 2) break;
    delay *= 2;
  }
  return delay;
}

std::optional<Jobs::Time> Jobs::due() const {
  if (is_halted_) return std::nullopt;
  return os::first_of({deadlines_.due(), first_timeout(), held_until_});
}

void Jobs::on_time(Time now, const std::function<bool(std::uint32_t job)>& is_unread) {
  if (held_until_ && *held_until_ <= now) held_until_.reset();
  while (!is_halted_ && first_timeout().value_or(Time::max()) <= now)
    time_out(by_age_.begin()->second, now);
  while (const auto job = is_halted_ ? std::nullopt : deadlines_.take(now)) {
    if (jobs_[*job].state == State::waiting_to_retry) {
      due_retries_.push_back(*job);
    } else if (Active* const active = this->active(*job)) {
      if (jobs_[*job].state == State::draining)
        check_silence(*job, *active, is_unread(*job), now);
      else
        end(*job, *active, now);
    }
  }
}

void Jobs::await_silence(std::uint32_t job, const Active& active) {
  deadlines_.set(job, active.last_activity + silence_max);
}

/// The deadline is not moved for each byte that comes, but finds out here that some have come.
void Jobs::check_silence(std::uint32_t job, Active& active, bool is_unread, Time now) {
  if (is_unread) active.last_activity = now;
  if (active.last_activity + silence_max <= now)
    fail(job, event::PipeHeld{}, now);
  else
    await_silence(job, active);
}

/// How long an attempt may take.
std::optional<Jobs::Time::duration> Jobs::time_limit() const {
  if (!rules_.timeout_percentage) return rules_.timeout;
  if (run_times_.count() < median_count_min) return std::nullopt;
  return run_times_.value() * *rules_.timeout_percentage / 100;
}

/// When the oldest of those that are within the limit exceeds it.
std::optional<Jobs::Time> Jobs::first_timeout() const {
  const auto limit = time_limit();
  return limit && !by_age_.empty() ? std::optional(by_age_.begin()->first + *limit) : std::nullopt;
}

void Jobs::time_out(std::uint32_t job, Time now) {
  Active& active = *this->active(job);
  by_age_.erase({active.start, job});
  if (active.status)
    fail(job, event::TimedOut{}, now);
  else
    end(job, active, now);
}

/// The next step to make it end.
void Jobs::end(std::uint32_t job, Active& active, Time now) {
  const std::size_t step = active.end_steps++;
  const bool is_last = step >= rules_.end_steps.size();
  actions_.emplace_back(Signal{job, is_last ? SIGKILL : rules_.end_steps[step].signal});
  if (!is_last) deadlines_.set(job, now + rules_.end_steps[step].patience);
}

void Jobs::requeue_youngest(Time now) {
  if (active() < 2 || is_stopping_) return;
  // One whose process has ended uses no memory any more.
  const auto youngest = std::find_if(by_age_.rbegin(), by_age_.rend(), [this](const auto& one) {
    return !active(one.second)->status;
  });
  if (youngest == by_age_.rend()) return;
  const std::uint32_t job = youngest->second;
  actions_.emplace_back(Signal{job, SIGKILL});
  retry_later(job, event::MemoryShort{}, now);
}

void Jobs::postpone(Time::duration by) {
  by_age_.clear();
  for (auto& [job, active] : active_) {
    active.start += by;
    active.last_activity += by;
    if (active.end_steps == 0) by_age_.emplace(active.start, job);
  }
  deadlines_.postpone(by);
  if (held_until_) *held_until_ += by;
}

// --- what is to be done -------------------------------------------------------------------------

bool Jobs::has_reached_halt() const {
  const plan::Halt& halt = rules_.halt;
  if (halt.when == plan::Halt::When::never || (halt.is_percentage && !is_complete_)) return false;
  using After = plan::Halt::After;
  const std::uint64_t reached = (halt.after == After::successes ? 0 : failures()) +
                                (halt.after == After::failures ? 0 : count(State::succeeded));
  const std::uint64_t wanted =
      halt.is_percentage ? (std::uint64_t{halt.count} * size() + 99) / 100 : halt.count;
  return reached >= wanted;
}

/// After a job is over.
void Jobs::consider_halting(Time now) {
  if (is_halted_ || !has_reached_halt()) return;
  const bool is_at_once = rules_.halt.when == plan::Halt::When::now;
  if (!is_stopping_) stop_starting(now);
  if (are_records_wanted()) {
    while (is_at_once && !active_.empty()) cancel(active_.begin()->first, now);
  } else if (is_at_once || active() == 0) {
    is_halted_ = true;
    actions_.emplace_back(Halt{});
  }
}

void Jobs::cancel(std::uint32_t job, Time now) {
  if (!active(job)->status) {
    const bool is_patient = !rules_.end_steps.empty();
    actions_.emplace_back(Signal{job, is_patient ? rules_.end_steps.front().signal : SIGKILL});
  }
  set(job, State::cancelled, now);
  actions_.emplace_back(Drop{job});
}

void Jobs::stop_starting(Time now) {
  is_stopping_ = true;
  is_complete_ = true;
  log_.emit(event::StartingStopped{});
  for (; next_ < jobs_.size(); ++next_) {
    set(next_, State::skipped, now);
    actions_.emplace_back(Drop{next_});
  }
  for (const auto& [job, cause] : std::exchange(retries_, {})) {
    const bool has_failed = !std::holds_alternative<event::MemoryShort>(cause);
    set(job, has_failed ? state_after(cause) : State::cancelled, now, cause);
    actions_.emplace_back(Drop{job});
  }
}

void Jobs::halt() {
  is_stopping_ = true;
  is_complete_ = true;
  is_halted_ = true;
  actions_.clear();
}

bool Jobs::can_start() const {
  return has_room() && !held_until_ && has_one_to_start();
}

bool Jobs::wants_job() const {
  return !is_complete_ && has_room() && !has_one_to_start();
}

std::optional<Action> Jobs::next() {
  if (!actions_.empty()) {
    const Action action = actions_.front();
    actions_.pop_front();
    return action;
  }
  if (!can_start()) return std::nullopt;
  if (due_retries_.empty()) return Start{next_, 0, free_slot()};
  return Start{due_retries_.front(), jobs_[due_retries_.front()].attempt + 1, free_slot()};
}

}  // namespace muster::jobs
