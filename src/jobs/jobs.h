#ifndef MUSTER_JOBS_JOBS_H
#define MUSTER_JOBS_JOBS_H

#include <sys/types.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "event/event.h"
#include "jobs/deadlines.h"
#include "jobs/median.h"
#include "os/child.h"
#include "plan/plan.h"

namespace muster::jobs {

/// Where a job is in its life.
enum class State : std::uint8_t {
  queued,            ///< it has not been started
  running,           ///< its process runs and its pipe is open
  closed,            ///< its pipe is at its end, its process runs
  draining,          ///< its process has ended, its pipe is open
  waiting_to_retry,  ///< an attempt has failed, or was ended, and there will be another
  succeeded,         ///< its process has ended well, and its output is complete
  failed,            ///< of its attempts the last, too
  timed_out,         ///< the same, since it took too long
  skipped,           ///< it has never been started: the run was halted before
  cancelled,         ///< it was ended, since the run needed it no more
};
inline constexpr std::size_t state_count = 10;

// What is to be done, by the owner of processes and pipes.

/// Start this attempt, and tell the outcome by started() or start_failed().
struct Start {
  std::uint32_t job = 0;
  std::uint32_t attempt = 0;
  std::uint32_t slot = 0;  ///< the lowest that no other has; from 0
};
/// Signal the process of the job, and its group.
struct Signal {
  std::uint32_t job = 0;
  int signal = 0;
};
/// Close its pipe: what this attempt wrote is not wanted, and another attempt will be made.
struct Retract {
  std::uint32_t job = 0;
};
/// Its pipe is closed, and its records are complete.
struct Finish {
  std::uint32_t job = 0;
};
/// Close its pipe, if it has been started: it has failed, or is not wanted any more.
struct Drop {
  std::uint32_t job = 0;
};
/// End all that runs. Nothing else is to be done after this.
struct Halt {};
using Action = std::variant<Start, Signal, Retract, Finish, Drop, Halt>;

/// Decides which job of a run is started, started again, or given up. Its callers report
/// what happens and when, and ask what is to be done; it does nothing itself and knows no clock. It
/// emits what becomes of each job.
class Jobs {
 public:
  using Time = event::Time;
  /// How long a pipe may be silent that something else holds open after its job's process has
  /// ended.
  static constexpr std::chrono::milliseconds silence_max{1000};
  /// How many have to have ended well before their median says how long the others may take.
  static constexpr std::size_t median_count_min = 3;

  /// No jobs yet, of which `max` may run at a time. `log` must outlive it.
  Jobs(std::uint64_t max, plan::Jobs rules, const event::Log& log);

  /// There is one more job: its number is that of jobs so far.
  void add();
  /// There will be no more.
  void complete() { is_complete_ = true; }
  [[nodiscard]] bool are_all_known() const { return is_complete_; }
  /// Whether another job could be started if there were one.
  [[nodiscard]] bool wants_job() const;
  /// How many there are, so far.
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(jobs_.size()); }

  // What has happened. What concerns an attempt that is over is ignored.

  void started(std::uint32_t job, pid_t pid, Time now);
  /// What is `transient` may go better once another job has ended.
  void start_failed(std::uint32_t job, const event::JobCause& cause, bool is_transient, Time now);
  /// Its pipe gave something.
  void read(std::uint32_t job, Time now);
  void pipe_ended(std::uint32_t job, Time now);
  void exited(std::uint32_t job, std::uint32_t attempt, const os::ExitStatus& status, Time now);
  /// The Scheduler has refused what it wrote. It may have ended well meanwhile: then it has failed
  /// all the same, and there is no other attempt.
  void refuse(std::uint32_t job, std::uint32_t attempt, const event::JobCause& cause, Time now);
  /// Whatever else makes this attempt a failure.
  void fail(std::uint32_t job, const event::JobCause& cause, Time now);
  /// No other job is started, and none again. Those that run go on.
  void stop_starting(Time now);
  /// No job is started before that.
  void hold_starts(Time until) { held_until_ = until; }
  /// How many may run at a time from now on.
  void set_max(std::uint64_t max) { max_ = room_ = max; }
  /// Ends the one that was started last, if others run too; it will be started again, which is no
  /// retry. Only where records are staged.
  void requeue_youngest(Time now);
  /// Time has stood still for the jobs.
  void postpone(Time::duration by);
  /// The run ends early: nothing is started any more, and nothing is left to do. What is ended
  /// because of that has not failed.
  void halt();

  /// When on_time() is to be called, if nothing comes before.
  [[nodiscard]] std::optional<Time> due() const;
  /// `is_unread` says of a job whether it is not known that its pipe is silent.
  void on_time(Time now, const std::function<bool(std::uint32_t job)>& is_unread);

  /// What is to be done next; then ask again.
  std::optional<Action> next();
  /// How many may run at a time.
  [[nodiscard]] std::uint64_t max() const { return max_; }
  /// Whether another job could be started now.
  [[nodiscard]] bool can_start() const;

  [[nodiscard]] std::uint32_t count(State state) const {
    return counts_[static_cast<std::size_t>(state)];
  }
  /// How many have been started and are not over.
  [[nodiscard]] std::uint32_t active() const {
    return count(State::running) + count(State::closed) + count(State::draining);
  }
  /// Whether nothing is left to wait for.
  [[nodiscard]] bool are_over() const {
    return is_complete_ && active() + count(State::queued) + count(State::waiting_to_retry) == 0;
  }
  [[nodiscard]] std::uint32_t failures() const {
    return count(State::failed) + count(State::timed_out);
  }
  /// Whether as many have ended well as it takes to end the run: then failures do not count.
  [[nodiscard]] bool are_satisfied() const {
    return rules_.halt.after == plan::Halt::After::successes && has_reached_halt();
  }
  /// Whether the records of those that have ended well are to be printed, as far as is known.
  [[nodiscard]] bool are_records_wanted() const {
    return rules_.partial || are_satisfied() || failures() == 0;
  }
  /// Whether none will be started for the first time any more.
  [[nodiscard]] bool are_all_started() const { return is_complete_ && count(State::queued) == 0; }
  [[nodiscard]] State state(std::uint32_t job) const { return jobs_[job].state; }
  [[nodiscard]] std::uint32_t attempt(std::uint32_t job) const { return jobs_[job].attempt; }
  /// Of its last attempt; 0 if there was none.
  [[nodiscard]] pid_t pid(std::uint32_t job) const { return jobs_[job].pid; }
  /// The first that has never been started; their number if there is none.
  [[nodiscard]] std::uint32_t first_queued() const { return next_; }
  /// When an active job last gave a sign of life.
  [[nodiscard]] std::optional<Time> last_activity(std::uint32_t job) const;

 private:
  friend struct Fingerprint;  // tests tell states apart by all that is in them

  struct Job {
    State state = State::queued;
    std::uint32_t attempt = 0;
    std::uint32_t tries = 0;  // that have failed
    pid_t pid = 0;
  };
  /// Of those that are active.
  struct Active {
    std::uint32_t slot = 0;
    Time start;
    Time last_activity;
    std::optional<os::ExitStatus> status;  // once it is known
    std::size_t end_steps = 0;             // that have been done, since it has run for too long
  };

  void set(std::uint32_t index, State to, Time now, const event::JobCause& cause = {});
  [[nodiscard]] bool has_room() const { return !is_stopping_ && active() < room_; }
  [[nodiscard]] bool has_one_to_start() const {
    return !due_retries_.empty() || next_ < jobs_.size();
  }
  [[nodiscard]] std::uint32_t free_slot() const;
  void finish(std::uint32_t job, Time now);
  [[nodiscard]] std::optional<Time::duration> time_limit() const;
  [[nodiscard]] std::optional<Time> first_timeout() const;
  void time_out(std::uint32_t job, Time now);
  void end(std::uint32_t job, Active& active, Time now);
  void check_silence(std::uint32_t job, Active& active, bool is_unread, Time now);
  void await_silence(std::uint32_t job, const Active& active);
  [[nodiscard]] bool has_reached_halt() const;
  void consider_halting(Time now);
  [[nodiscard]] plan::Jobs::Duration retry_delay(const Job& job,
                                                 const event::JobCause& cause) const;
  void retry_later(std::uint32_t job, const event::JobCause& cause, Time now);
  void cancel(std::uint32_t job, Time now);
  Active* active(std::uint32_t job);

  plan::Jobs rules_;
  std::uint64_t max_;
  std::uint64_t room_;  // how many may run now: less than max_ while the machine can start no more
  const event::Log& log_;
  std::vector<Job> jobs_;
  std::array<std::uint32_t, state_count> counts_{};
  std::unordered_map<std::uint32_t, Active> active_;
  std::set<std::pair<Time, std::uint32_t>> by_age_;   // of active_, those that may still time out
  std::map<std::uint32_t, event::JobCause> retries_;  // of jobs that wait: why they failed
  std::deque<std::uint32_t> due_retries_;
  Deadlines deadlines_;
  std::optional<Time> held_until_;
  Median<Time::duration> run_times_;  // of those that have ended well, if it matters
  std::deque<Action> actions_;
  std::uint32_t next_ = 0;
  std::set<std::uint32_t> free_slots_;  // below the highest that is in use
  bool is_complete_ = false;            // all jobs are known
  bool is_stopping_ = false;            // no other job is started
  bool is_halted_ = false;
};

}  // namespace muster::jobs

#endif
