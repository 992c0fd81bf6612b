#include "jobs/jobs.h"

#include <algorithm>
#include <csignal>
#include <variant>

namespace muster::jobs {
namespace {

/// Of a job whose last attempt failed for this.
State state_after(const event::JobCause& cause) {
  return std::holds_alternative<event::TimedOut>(cause) ? State::timed_out : State::failed;
}

}  // namespace

Jobs::Jobs(std::uint64_t max, plan::Jobs rules, const event::Log& log)
    : rules_(rules), max_(max), room_(max), log_(log) {}

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
  job.state = to;
  switch (to) {
    case State::queued:
    case State::closed:
      break;
    case State::running: {
      const auto timeout = rules_.timeout ? std::optional(now + *rules_.timeout) : std::nullopt;
      const std::uint32_t slot = free_slot();
      free_slots_.erase(slot);
      active_.insert_or_assign(index, Active{slot, now, {}, timeout, false});
      if (timeout) deadlines_.set(index, *timeout);
      break;
    }
    case State::draining:
      await_silence(index, *active(index));
      break;
    case State::waiting_to_retry:
      log_.emit(event::JobFailed{index, job.attempt, job.pid, cause, /*will_be_retried=*/true});
      deadlines_.set(index, now + rules_.retry_delay);
      break;
    case State::succeeded:
      log_.emit(event::JobSucceeded{index, job.attempt});
      deadlines_.clear(index);
      break;
    case State::failed:
    case State::timed_out:
      log_.emit(event::JobFailed{index, job.attempt, job.pid, cause, /*will_be_retried=*/false});
      deadlines_.clear(index);
      break;
    case State::skipped:
      log_.emit(event::JobSkipped{index});
      break;
  }
  if (to <= State::draining) return;
  if (const Active* const active = this->active(index)) free_slots_.insert(active->slot);
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
  if (active(job)->is_timed_out) return fail(job, event::TimedOut{}, now);
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
  const event::JobCause why = active->is_timed_out ? event::JobCause(event::TimedOut{}) : cause;
  if (!active->status) actions_.emplace_back(Signal{job, SIGKILL});
  if (jobs_[job].attempt < rules_.retries && !is_stopping_) {
    set(job, State::waiting_to_retry, now, why);
    retries_.emplace(job, why);
    actions_.emplace_back(Retract{job});
  } else {
    set(job, state_after(why), now, why);
    actions_.emplace_back(Drop{job});
    consider_halting(now);
  }
}

void Jobs::on_time(Time now, const std::function<bool(std::uint32_t job)>& is_unread) {
  while (const auto job = is_halted_ ? std::nullopt : deadlines_.take(now)) {
    if (jobs_[*job].state == State::waiting_to_retry) {
      due_retries_.push_back(*job);
    } else if (Active* const active = this->active(*job)) {
      if (jobs_[*job].state == State::draining)
        check_silence(*job, *active, is_unread(*job), now);
      else
        time_out(*job, *active, now);
    }
  }
}

void Jobs::await_silence(std::uint32_t job, const Active& active) {
  const Time silence = active.last_activity + silence_max;
  deadlines_.set(job, active.timeout ? std::min(silence, *active.timeout) : silence);
}

/// The deadline is not moved for each byte that comes, but finds out here that some have come.
void Jobs::check_silence(std::uint32_t job, Active& active, bool is_unread, Time now) {
  if (is_unread) active.last_activity = now;
  if (active.timeout && *active.timeout <= now)
    fail(job, event::TimedOut{}, now);
  else if (active.last_activity + silence_max <= now)
    fail(job, event::PipeHeld{}, now);
  else
    await_silence(job, active);
}

/// Asks it to end, and kills it if it has been asked before.
void Jobs::time_out(std::uint32_t job, Active& active, Time now) {
  actions_.emplace_back(Signal{job, active.is_timed_out ? SIGKILL : SIGTERM});
  if (!active.is_timed_out) deadlines_.set(job, now + rules_.kill_after);
  active.is_timed_out = true;
}

// --- what is to be done -------------------------------------------------------------------------

/// After a job is over.
void Jobs::consider_halting(Time now) {
  if (is_halted_ || rules_.halt.when == plan::Halt::When::never ||
      failures() < rules_.halt.failures)
    return;
  if (!is_stopping_) {
    is_stopping_ = true;
    is_complete_ = true;
    for (; next_ < jobs_.size(); ++next_) {
      set(next_, State::skipped, now);
      if (rules_.partial) actions_.emplace_back(Drop{next_});
    }
    for (const auto& [job, cause] : retries_) {
      set(job, state_after(cause), now, cause);
      actions_.emplace_back(Drop{job});
    }
    retries_.clear();
  }
  if (rules_.partial || (rules_.halt.when == plan::Halt::When::soon && active() > 0)) return;
  is_halted_ = true;
  actions_.emplace_back(Halt{});
}

void Jobs::halt() {
  is_stopping_ = true;
  is_complete_ = true;
  is_halted_ = true;
  actions_.clear();
}

bool Jobs::can_start() const {
  return has_room() && (!due_retries_.empty() || next_ < jobs_.size());
}

bool Jobs::wants_job() const {
  return !is_complete_ && has_room() && !can_start();
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
