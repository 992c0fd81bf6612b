#include "jobs/jobs.h"

#include <csignal>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace muster::jobs {

/// All that a Jobs goes by, with times as they are seen from now: two that have the same will do
/// the same.
struct Fingerprint {
  static std::string of(const Jobs& jobs, Jobs::Time now) {
    std::string bytes;
    const auto add = [&](std::int64_t number) {
      bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
    };
    const auto add_time = [&](Jobs::Time when) { add((when - now).count()); };
    for (const Jobs::Job& job : jobs.jobs_) {
      add(static_cast<int>(job.state));
      add(job.attempt);
      add(job.tries);
    }
    for (std::uint32_t job = 0; job < jobs.jobs_.size(); ++job) {
      const auto active = jobs.active_.find(job);
      if (active == jobs.active_.end()) continue;
      add(job);
      add_time(std::max(active->second.last_activity, now - Jobs::silence_max));
      add(active->second.status ? 1 : 0);
      add(static_cast<std::int64_t>(active->second.end_steps));
    }
    for (const auto& [start, job] : jobs.by_age_) {
      if (jobs.rules_.timeout) add_time(start);
      if (jobs.rules_.timeout || jobs.rules_.free_bytes_min > 0) add(job);
    }
    for (const std::uint32_t job : jobs.due_retries_) add(job);
    auto deadlines = jobs.deadlines_;
    while (const auto due = deadlines.due()) {
      add_time(*due);
      add(*deadlines.take(*due));
    }
    if (jobs.held_until_) add_time(*jobs.held_until_);
    add(static_cast<std::int64_t>(jobs.room_));
    add(jobs.next_);
    add((jobs.is_stopping_ ? 1 : 0) + (jobs.is_halted_ ? 2 : 0));
    return bytes;
  }
};

namespace {

using std::chrono::milliseconds;

/// The events that say what has become of a job, since they were last looked at.
class Fates final : public event::Sink {
 public:
  struct Fate {
    std::uint32_t job;
    State state;
  };

  void on(const event::Stamp& /*stamp*/, const event::Event& event) override {
    if (const auto* const failed = std::get_if<event::JobFailed>(&event)) {
      const bool is_timed_out = std::holds_alternative<event::TimedOut>(failed->cause);
      if (!failed->will_be_retried)
        fates.push_back({failed->job, is_timed_out ? State::timed_out : State::failed});
    } else if (const auto* const succeeded = std::get_if<event::JobSucceeded>(&event)) {
      fates.push_back({succeeded->job, State::succeeded});
    } else if (const auto* const skipped = std::get_if<event::JobSkipped>(&event)) {
      fates.push_back({skipped->job, State::skipped});
    } else if (const auto* const cancelled = std::get_if<event::JobCancelled>(&event)) {
      fates.push_back({cancelled->job, State::cancelled});
    }
  }
  std::vector<Fate> fates;
};

Fates fates;
const event::Log log({&fates});

os::ExitStatus exit_of(int status) {
  return {100, false, status};
}

os::ExitStatus killed_by(int signal) {
  return {100, true, signal};
}

/// Processes and pipes that do nothing by themselves: a test decides what happens next.
struct World {
  struct Process {
    std::uint32_t attempt = 0;
    bool is_killed = false;
  };
  struct Job {
    bool is_running = false;  // the process of the last attempt
    bool is_killed = false;
    bool is_pipe_open = false;
    bool has_written = false;
    bool was_refused = false;
    bool was_refused_late = false;  // what an earlier attempt wrote
    bool is_paused = false;
    bool was_paused = false;
    int ends = 0;  // Finish or Drop
    bool was_requeued = false;
    std::optional<State> fate;  // what the events said last
    bool is_finished = false;
    std::vector<Process> old;  // processes of earlier attempts that have not ended
  };

  Jobs jobs;
  std::vector<Job> job;
  Jobs::Time now{};
  bool was_interrupted = false;
  bool was_stopped = false;
  bool has_start_failed = false;
  bool is_halted = false;

  World(std::uint32_t count, std::uint64_t max, const plan::Jobs& rules)
      : jobs(max, rules, log), job(count) {
    for (std::uint32_t i = 0; i < count; ++i) jobs.add();
    jobs.complete();
  }

  [[nodiscard]] std::string fingerprint() const {
    std::string bytes = Fingerprint::of(jobs, now);
    for (const Job& one : job) {
      for (const bool flag :
           {one.is_running, one.is_killed, one.is_pipe_open, one.has_written, one.was_refused,
            one.was_refused_late, one.is_paused, one.was_paused, one.was_requeued, one.is_finished})
        bytes += flag ? '1' : '0';
      for (const Process& old : one.old) bytes += static_cast<char>('a' + old.attempt);
      bytes += static_cast<char>('0' + one.ends);
      bytes += one.fate ? static_cast<char>('a' + static_cast<int>(*one.fate)) : '-';
    }
    for (const bool flag : {was_interrupted, was_stopped, has_start_failed, is_halted})
      bytes += flag ? '1' : '0';
    return bytes;
  }
};

/// Tries every order in which things can happen to a few jobs.
class EveryOrder {
 public:
  EveryOrder(std::uint32_t count, std::uint64_t max, const plan::Jobs& rules)
      : rules_(rules), max_(max), start_(count, max, rules) {}

  /// The run may be told to start no more.
  EveryOrder& with_stops() {
    can_be_stopped_ = true;
    return *this;
  }

  /// How many orders there are, from the first start to the end; as a double, since they are many.
  double count() {
    World world = start_;
    carry_out(world);
    return orders_from(world);
  }

 private:
  double orders_from(const World& world) {
    const std::string fingerprint = world.fingerprint();
    const auto [known, is_new] = orders_.emplace(fingerprint, 0);
    if (!is_new) return known->second;
    check(world);
    double orders = 0;
    bool can_anything_happen = false;
    const auto try_it = [&](auto&& what) {
      can_anything_happen = true;
      World next = world;
      fates.fates.clear();
      what(next);
      carry_out(next);
      for (const auto& [job, state] : fates.fates) {
        // Only what has ended well can still fail, since what it wrote is refused.
        ASSERT_TRUE(!next.job[job].fate ||
                    (next.job[job].fate == State::succeeded && state == State::failed));
        next.job[job].fate = state;
      }
      orders += orders_from(next);
    };
    if (!world.was_interrupted && !world.is_halted) {
      for (std::uint32_t i = 0; i < world.job.size(); ++i) try_with(world, i, try_it);
      if (world.jobs.due())
        try_it([](World& next) {
          next.now = *next.jobs.due();
          next.jobs.on_time(next.now, [&](std::uint32_t i) { return next.job[i].is_paused; });
        });
      if (!world.jobs.are_over())
        try_it([](World& next) {
          next.was_interrupted = true;
          next.jobs.halt();
        });
      if (world.jobs.can_start()) try_starts(try_it);
      if (can_be_stopped_ && !world.was_stopped)
        try_it([](World& next) {
          next.was_stopped = true;
          next.jobs.stop_starting(next.now);
        });
      if (rules_.free_bytes_min > 0) try_requeueing(world, try_it);
    }
    if (!can_anything_happen) {
      check_end(world);
      orders = 1;
    }
    orders_[fingerprint] = orders;
    return orders;
  }

  /// What can happen to one job.
  template <typename TryIt>
  static void try_with(const World& world, std::uint32_t i, const TryIt& try_it) {
    const World::Job& job = world.job[i];
    const std::uint32_t attempt = world.jobs.attempt(i);
    if (attempt > 0 && !job.was_refused_late)
      try_it([&](World& next) {
        next.job[i].was_refused_late = true;
        const State before = next.jobs.state(i);
        next.jobs.refuse(i, attempt - 1, event::RecordTooLong{1}, next.now);
        ASSERT_EQ(next.jobs.state(i), before) << "an attempt fails for another";
      });
    if (job.is_running) {
      const auto exits = [&](const os::ExitStatus& status) {
        try_it([&](World& next) {
          next.job[i].is_running = false;
          next.jobs.exited(i, attempt, status, next.now);
        });
      };
      if (job.is_killed) exits(killed_by(SIGKILL));
      if (!job.is_killed) exits(exit_of(0));
      if (!job.is_killed) exits(exit_of(1));
    }
    for (std::size_t old = 0; old < job.old.size(); ++old)
      try_it([&](World& next) {
        next.jobs.exited(i, job.old[old].attempt, killed_by(SIGKILL), next.now);
        next.job[i].old.erase(next.job[i].old.begin() + static_cast<std::ptrdiff_t>(old));
      });
    if (job.is_pipe_open && !job.is_paused) {
      try_it([&](World& next) {
        next.job[i].is_pipe_open = false;
        next.jobs.pipe_ended(i, next.now);
      });
      if (!job.has_written)
        try_it([&](World& next) {
          next.job[i].has_written = true;
          next.jobs.read(i, next.now);
        });
    }
    if (job.is_pipe_open && !job.was_paused)
      try_it([&](World& next) { next.job[i].is_paused = next.job[i].was_paused = true; });
    if (job.is_paused) try_it([&](World& next) { next.job[i].is_paused = false; });
    if (job.has_written && !job.was_refused)
      try_it([&](World& next) {
        next.job[i].was_refused = true;
        next.jobs.refuse(i, attempt, event::RecordTooLong{1}, next.now);
      });
  }

  template <typename TryIt>
  void try_starts(const TryIt& try_it) {
    try_it([](World& next) {
      const Start start = std::get<Start>(*next.jobs.next());
      World::Job& job = next.job[start.job];
      if (job.is_running) job.old.push_back({start.attempt - 1, true});
      job.is_running = job.is_pipe_open = true;
      job.is_killed = job.is_paused = false;
      next.jobs.started(start.job, 100, next.now);
      ASSERT_EQ(start.attempt, next.jobs.attempt(start.job));
    });
    for (const bool is_transient : {false, true})
      try_it([&](World& next) {
        const Start start = std::get<Start>(*next.jobs.next());
        // A second failure would only add orders that are alike.
        if (!std::exchange(next.has_start_failed, true))
          next.jobs.start_failed(start.job, event::CannotStart{EAGAIN}, is_transient, next.now);
      });
  }

  /// The youngest is ended, as far as it has not been before.
  template <typename TryIt>
  static void try_requeueing(const World& world, const TryIt& try_it) {
    Jobs jobs = world.jobs;
    jobs.requeue_youngest(world.now);
    for (std::uint32_t i = 0; i < world.job.size(); ++i) {
      if (jobs.state(i) == world.jobs.state(i) || world.job[i].was_requeued) continue;
      try_it([&](World& next) {
        next.job[i].was_requeued = true;
        next.jobs.requeue_youngest(next.now);
        ASSERT_EQ(next.jobs.state(i), State::waiting_to_retry);
      });
    }
  }

  /// All but starts, which are tried like what happens.
  void carry_out(World& world) const {
    while (!world.jobs.can_start() || has_action(world)) {
      const auto action = world.jobs.next();
      if (!action) return;
      ASSERT_FALSE(world.is_halted || world.was_interrupted) << "nothing is to be done any more";
      if (const auto* const signal = std::get_if<Signal>(&*action)) {
        World::Job& job = world.job[signal->job];
        ASSERT_TRUE(job.is_running) << "a process that has ended is signalled";
        job.is_killed = job.is_killed || signal->signal == SIGKILL;
      } else if (const auto* const retract = std::get_if<Retract>(&*action)) {
        World::Job& job = world.job[retract->job];
        ASSERT_EQ(job.ends, 0);
        ASSERT_NE(world.jobs.state(retract->job), State::succeeded);
        job.is_pipe_open = false;
        job.has_written = false;
      } else if (const auto* const finish = std::get_if<Finish>(&*action)) {
        World::Job& job = world.job[finish->job];
        ASSERT_FALSE(job.is_running) << "a process that runs is taken for ended";
        ASSERT_FALSE(job.is_pipe_open) << "a pipe that is open is taken for ended";
        job.is_finished = true;
        ++job.ends;
      } else if (const auto* const drop = std::get_if<Drop>(&*action)) {
        World::Job& job = world.job[drop->job];
        job.is_pipe_open = false;
        ++job.ends;
      } else {
        ASSERT_TRUE(std::holds_alternative<Halt>(*action));
        world.is_halted = true;
      }
    }
  }

  static bool has_action(const World& world) {
    Jobs jobs = world.jobs;
    return !std::holds_alternative<Start>(*jobs.next());
  }

  void check(const World& world) const {
    const Jobs& jobs = world.jobs;
    std::uint32_t sum = 0;
    for (std::size_t state = 0; state < state_count; ++state)
      sum += jobs.count(static_cast<State>(state));
    ASSERT_EQ(sum, world.job.size());
    ASSERT_LE(jobs.active(), max_);
    for (std::uint32_t i = 0; i < world.job.size(); ++i) {
      ASSERT_LE(world.job[i].ends, 1);
      const bool is_over = jobs.state(i) >= State::succeeded;
      ASSERT_EQ(world.job[i].fate, is_over ? std::optional(jobs.state(i)) : std::nullopt);
    }
    using After = plan::Halt::After;
    const std::uint32_t succeeded = jobs.count(State::succeeded);
    const std::uint32_t reached = (rules_.halt.after != After::successes ? jobs.failures() : 0) +
                                  (rules_.halt.after != After::failures ? succeeded : 0);
    const bool is_reached =
        rules_.halt.when != plan::Halt::When::never && reached >= rules_.halt.count;
    if (rules_.partial || rules_.halt.after == After::successes) {
      ASSERT_FALSE(world.is_halted) << "something is to be printed";
    }
    if (rules_.halt.when == plan::Halt::When::now && !world.was_interrupted && is_reached) {
      ASSERT_EQ(jobs.active(), world.is_halted ? jobs.active() : 0U);
      ASSERT_EQ(world.is_halted, !jobs.are_records_wanted());
    }
    if (world.is_halted) {
      ASSERT_TRUE(is_reached);
      ASSERT_FALSE(jobs.are_records_wanted());
    }
    if (rules_.halt.when == plan::Halt::When::soon && world.is_halted) {
      for (std::uint32_t i = 0; i < world.job.size(); ++i)
        ASSERT_FALSE(world.job[i].is_running && !world.job[i].is_killed) << "P" << i + 1;
    }
  }

  /// Nothing can happen any more: every job has come to an end, and has been ended once.
  static void check_end(const World& world) {
    if (world.was_interrupted || world.is_halted) return;
    ASSERT_TRUE(world.jobs.are_over()) << "the run would wait for ever";
    for (std::uint32_t i = 0; i < world.job.size(); ++i) {
      const State state = world.jobs.state(i);
      ASSERT_EQ(world.job[i].ends, 1);
      if (state == State::succeeded) {
        ASSERT_TRUE(world.job[i].is_finished);
      }
      if (state == State::cancelled) {
        ASSERT_FALSE(world.job[i].is_finished);
      }
    }
  }

  plan::Jobs rules_;
  std::uint64_t max_;
  World start_;
  bool can_be_stopped_ = false;
  std::unordered_map<std::string, double> orders_;
};

using When = plan::Halt::When;
using After = plan::Halt::After;

plan::Halt halt(When when, std::uint32_t count, After after = After::failures) {
  return {when, after, count};
}

plan::Jobs rules(const plan::Halt& halt = {}) {
  plan::Jobs rules;
  rules.halt = halt;
  return rules;
}

/// What is printed although the run has been halted has to be staged.
plan::Jobs staging(plan::Jobs rules, bool partial = false) {
  rules.staging = true;
  rules.partial = partial;
  return rules;
}

plan::Jobs retrying(const plan::Halt& halt = {}) {
  plan::Jobs retrying = rules(halt);
  retrying.retries = 1;
  retrying.retry_delay = milliseconds(10);
  retrying.staging = true;
  return retrying;
}

plan::Jobs timing_out() {
  plan::Jobs timing_out;
  timing_out.timeout = milliseconds(500);
  timing_out.end_steps = {{SIGTERM, milliseconds(100)}};
  return timing_out;
}

TEST(Jobs, ComeToAnEndInEveryOrder) {
  double orders = 0;
  for (const std::uint32_t count : {1U, 2U, 3U}) {
    for (std::uint64_t max = count - count / 2; max <= count; ++max) {
      for (const plan::Halt& which :
           {halt(When::now, 1), halt(When::soon, 1), halt(When::never, 1), halt(When::now, 2)})
        orders += EveryOrder(count, max, rules(which)).count();
    }
  }
  for (const std::uint32_t count : {1U, 2U}) {
    orders += EveryOrder(count, count, retrying(halt(When::soon, 1))).count();
    orders += EveryOrder(count, count, timing_out()).count();
    plan::Jobs partial = retrying(halt(When::soon, 1));
    partial.partial = true;
    orders += EveryOrder(count, 1, partial).count();
  }
  plan::Jobs both = retrying();
  both.timeout = milliseconds(500);
  orders += EveryOrder(1, 1, both).count();
  // Fewer would mean that something has stopped happening.
  EXPECT_GT(orders, 7e14);
}

TEST(Jobs, ComeToAnEndInEveryOrderHoweverTheRunIsHalted) {
  double orders = 0;
  for (const After after : {After::successes, After::ends}) {
    for (const When when : {When::soon, When::now}) {
      orders += EveryOrder(3, 2, staging(rules(halt(when, 1, after)))).count();
      orders += EveryOrder(2, 2, staging(rules(halt(when, 2, after)))).count();
    }
    orders += EveryOrder(2, 2, retrying(halt(When::now, 1, after))).count();
  }
  orders += EveryOrder(3, 2, staging(rules(halt(When::now, 1)), /*partial=*/true)).count();
  EXPECT_GT(orders, 1e6);
}

TEST(Jobs, ComeToAnEndInEveryOrderThoughStartsAreHeldBack) {
  double orders = 0;
  orders += EveryOrder(2, 1, rules(halt(When::never, 1))).with_stops().count();
  orders += EveryOrder(1, 1, retrying(halt(When::never, 1))).with_stops().count();
  plan::Jobs short_of_memory = staging(rules());
  short_of_memory.free_bytes_min = 1;
  orders += EveryOrder(2, 2, short_of_memory).count();
  plan::Jobs delayed = rules();
  delayed.start_delay = milliseconds(10);
  orders += EveryOrder(2, 2, delayed).count();
  EXPECT_GT(orders, 1e6);
}

/// What is to be done now, in short: "start 0, kill 1".
std::string actions(Jobs& jobs, int starts_max = 0) {
  std::string text;
  while (!jobs.can_start() || starts_max > 0) {
    const auto action = jobs.next();
    if (!action) break;
    if (!text.empty()) text += ", ";
    text += std::visit(
        event::Overloaded{
            [&](const Start& start) {
              jobs.started(start.job, 100 + static_cast<int>(start.job), {});
              --starts_max;
              return "start " + std::to_string(start.job) + "." + std::to_string(start.attempt);
            },
            [](const Signal& signal) {
              return (signal.signal == SIGKILL ? "kill " : "end ") + std::to_string(signal.job);
            },
            [](const Retract& retract) { return "retract " + std::to_string(retract.job); },
            [](const Finish& finish) { return "finish " + std::to_string(finish.job); },
            [](const Drop& drop) { return "drop " + std::to_string(drop.job); },
            [](const Halt&) -> std::string { return "halt"; },
        },
        *action);
  }
  return text;
}

Jobs jobs_of(int count, std::uint64_t max, const plan::Jobs& rules) {
  Jobs jobs(max, rules, log);
  for (int i = 0; i < count; ++i) jobs.add();
  jobs.complete();
  return jobs;
}

const auto nothing_unread = [](std::uint32_t) { return false; };

Jobs::Time at(int ms) {
  return Jobs::Time(milliseconds(ms));
}

TEST(Jobs, AFailureIsTriedAgainAfterADelay) {
  Jobs jobs = jobs_of(1, 1, retrying());
  EXPECT_EQ(actions(jobs, 1), "start 0.0");
  jobs.exited(0, 0, exit_of(1), at(5));
  EXPECT_EQ(jobs.state(0), State::waiting_to_retry);
  EXPECT_EQ(actions(jobs), "retract 0");
  EXPECT_EQ(jobs.due(), at(15));
  jobs.on_time(at(14), nothing_unread);
  EXPECT_FALSE(jobs.can_start());
  jobs.on_time(at(15), nothing_unread);
  EXPECT_EQ(actions(jobs, 1), "start 0.1");
  jobs.exited(0, 0, exit_of(1), at(16));  // the first attempt once more, which is over
  jobs.exited(0, 1, exit_of(0), at(17));
  jobs.pipe_ended(0, at(18));
  EXPECT_EQ(jobs.state(0), State::succeeded);
  EXPECT_EQ(actions(jobs), "finish 0");
}

TEST(Jobs, OneThatTakesTooLongIsAskedToEndAndThenKilled) {
  Jobs jobs = jobs_of(1, 1, timing_out());
  EXPECT_EQ(actions(jobs, 1), "start 0.0");
  EXPECT_EQ(jobs.due(), at(500));
  jobs.on_time(at(500), nothing_unread);
  EXPECT_EQ(actions(jobs), "end 0");
  jobs.on_time(at(600), nothing_unread);
  EXPECT_EQ(actions(jobs), "kill 0");
  jobs.exited(0, 0, killed_by(SIGKILL), at(601));
  EXPECT_EQ(jobs.state(0), State::timed_out);
  EXPECT_EQ(actions(jobs), "drop 0, halt");
}

TEST(Jobs, ATimeoutHoldsForAPipeThatIsHeldToo) {
  Jobs jobs = jobs_of(1, 1, timing_out());
  EXPECT_EQ(actions(jobs, 1), "start 0.0");
  jobs.exited(0, 0, exit_of(0), at(100));
  EXPECT_EQ(jobs.due(), at(500));
  jobs.read(0, at(450));
  jobs.on_time(at(500), nothing_unread);
  EXPECT_EQ(jobs.state(0), State::timed_out);
}

TEST(Jobs, APipeThatIsHeldIsGivenUpOnceItIsSilent) {
  Jobs jobs = jobs_of(1, 1, rules());
  EXPECT_EQ(actions(jobs, 1), "start 0.0");
  jobs.exited(0, 0, exit_of(0), at(0));
  jobs.read(0, at(700));
  jobs.on_time(at(1000), nothing_unread);
  EXPECT_EQ(jobs.due(), at(1700));
  jobs.on_time(at(1700), [](std::uint32_t) { return true; });  // init has not looked
  EXPECT_EQ(jobs.due(), at(2700));
  jobs.on_time(at(2700), nothing_unread);
  EXPECT_EQ(actions(jobs), "drop 0, halt");
}

TEST(Jobs, HaltingSoonLetsThoseThatRunComeToTheirEnd) {
  Jobs jobs = jobs_of(3, 2, rules(halt(When::soon, 1)));
  EXPECT_EQ(actions(jobs, 2), "start 0.0, start 1.0");
  jobs.exited(0, 0, exit_of(1), at(1));
  EXPECT_EQ(actions(jobs), "drop 0, drop 2");
  EXPECT_EQ(jobs.state(2), State::skipped);
  jobs.pipe_ended(1, at(2));
  jobs.exited(1, 0, exit_of(0), at(3));
  EXPECT_EQ(actions(jobs), "finish 1, halt");
  EXPECT_EQ(jobs.failures(), 1U);
}

TEST(Jobs, OneThatCannotBeStartedNowWaitsForAnotherToEnd) {
  Jobs jobs = jobs_of(2, 2, rules());
  EXPECT_EQ(actions(jobs, 1), "start 0.0");
  jobs.start_failed(1, event::CannotStart{EAGAIN}, /*is_transient=*/true, at(1));
  EXPECT_FALSE(jobs.can_start());
  jobs.pipe_ended(0, at(2));
  jobs.exited(0, 0, exit_of(0), at(2));
  EXPECT_EQ(actions(jobs, 1), "finish 0, start 1.0");
}

TEST(Jobs, AreAddedAsTheyBecomeKnown) {
  Jobs jobs(2, rules(), log);
  EXPECT_TRUE(jobs.wants_job());
  jobs.add();
  EXPECT_FALSE(jobs.wants_job());
  EXPECT_EQ(actions(jobs, 1), "start 0.0");
  EXPECT_TRUE(jobs.wants_job());
  EXPECT_FALSE(jobs.are_over());
  jobs.add();
  EXPECT_EQ(actions(jobs, 1), "start 1.0");
  EXPECT_FALSE(jobs.wants_job()) << "two run";
  for (const std::uint32_t job : {0U, 1U}) {
    jobs.pipe_ended(job, at(1));
    jobs.exited(job, 0, exit_of(0), at(1));
  }
  EXPECT_EQ(actions(jobs), "finish 0, finish 1");
  EXPECT_FALSE(jobs.are_over()) << "there may be more";
  jobs.complete();
  EXPECT_TRUE(jobs.are_over());
}

TEST(Jobs, TakeTheLowestSlotThatIsFree) {
  Jobs jobs = jobs_of(5, 3, rules());
  const auto start = [&] {
    const Start next = std::get<Start>(*jobs.next());
    jobs.started(next.job, 100, {});
    return next.slot;
  };
  const auto finish = [&](std::uint32_t job) {
    jobs.pipe_ended(job, at(1));
    jobs.exited(job, 0, exit_of(0), at(1));
    (void)jobs.next();
  };
  EXPECT_EQ(start(), 0U);
  EXPECT_EQ(start(), 1U);
  EXPECT_EQ(start(), 2U);
  finish(1);
  EXPECT_EQ(start(), 1U);
  finish(2);
  finish(0);
  EXPECT_EQ(start(), 0U);
}

/// Starts one and lets it end well.
void run_one(Jobs& jobs, std::uint32_t job, int start_ms, int end_ms) {
  ASSERT_TRUE(std::holds_alternative<Start>(*jobs.next()));
  jobs.started(job, 100, at(start_ms));
  jobs.pipe_ended(job, at(end_ms));
  jobs.exited(job, 0, exit_of(0), at(end_ms));
  EXPECT_EQ(std::get<Finish>(*jobs.next()).job, job);
}

TEST(Jobs, MayTakeSomePercentOfTheMedian) {
  plan::Jobs rules;
  rules.timeout_percentage = 200;
  Jobs jobs = jobs_of(6, 1, rules);
  run_one(jobs, 0, 0, 100);
  run_one(jobs, 1, 0, 900);
  EXPECT_EQ(actions(jobs, 1), "start 2.0");
  EXPECT_EQ(jobs.due(), std::nullopt) << "too few have ended";
  jobs.pipe_ended(2, at(300));
  jobs.exited(2, 0, exit_of(0), at(300));
  EXPECT_EQ(actions(jobs, 1), "finish 2, start 3.0");
  EXPECT_EQ(jobs.due(), at(600)) << "twice 300 ms";
  jobs.on_time(at(600), nothing_unread);
  EXPECT_EQ(actions(jobs), "end 3");
}

TEST(Jobs, AreEndedStepByStep) {
  plan::Jobs rules = timing_out();
  rules.end_steps = {{SIGINT, milliseconds(100)}, {SIGTERM, milliseconds(50)}};
  Jobs jobs = jobs_of(1, 1, rules);
  EXPECT_EQ(actions(jobs, 1), "start 0.0");
  const auto signal_at = [&](int ms) {
    jobs.on_time(at(ms), nothing_unread);
    const auto action = jobs.next();
    return action ? std::get<Signal>(*action).signal : 0;
  };
  EXPECT_EQ(signal_at(500), SIGINT);
  EXPECT_EQ(signal_at(599), 0);
  EXPECT_EQ(signal_at(600), SIGTERM);
  EXPECT_EQ(signal_at(650), SIGKILL);
}

TEST(Jobs, WaitLongerBeforeEachRetryIfAsked) {
  plan::Jobs rules = retrying();
  rules.retries = 3;
  rules.retry_delay_doubles = true;
  Jobs jobs = jobs_of(1, 1, rules);
  for (std::uint32_t attempt = 0; attempt < 3; ++attempt) {
    EXPECT_EQ(actions(jobs, 1), "start 0." + std::to_string(attempt));
    jobs.exited(0, attempt, exit_of(1), at(0));
    EXPECT_EQ(actions(jobs), "retract 0");
    EXPECT_EQ(jobs.due(), at(10 << attempt));
    jobs.on_time(*jobs.due(), nothing_unread);
  }
}

TEST(Jobs, AreStartedNoSoonerThanTheDelayAfterEachOther) {
  plan::Jobs rules;
  rules.start_delay = milliseconds(10);
  Jobs jobs = jobs_of(2, 2, rules);
  EXPECT_EQ(actions(jobs, 1), "start 0.0");
  EXPECT_FALSE(jobs.can_start());
  EXPECT_EQ(jobs.due(), at(10));
  jobs.on_time(at(10), nothing_unread);
  EXPECT_EQ(actions(jobs, 1), "start 1.0");
}

TEST(Jobs, AreKnownToBeTheLastThoughStartsAreHeldBack) {
  plan::Jobs rules;
  rules.start_delay = milliseconds(10);
  Jobs jobs(2, rules, log);
  jobs.add();
  EXPECT_EQ(actions(jobs, 1), "start 0.0");
  EXPECT_TRUE(jobs.wants_job());
}

TEST(Jobs, TheFirstToSucceedCanEndTheRun) {
  Jobs jobs = jobs_of(4, 3, staging(rules(halt(When::now, 1, After::successes))));
  EXPECT_EQ(actions(jobs, 3), "start 0.0, start 1.0, start 2.0");
  jobs.exited(0, 0, exit_of(1), at(1));
  EXPECT_EQ(actions(jobs, 1), "drop 0, start 3.0");
  EXPECT_FALSE(jobs.are_records_wanted());
  jobs.pipe_ended(1, at(2));
  jobs.exited(1, 0, exit_of(0), at(2));
  EXPECT_TRUE(jobs.are_satisfied());
  EXPECT_TRUE(jobs.are_records_wanted());
  EXPECT_TRUE(jobs.are_over());
  EXPECT_EQ(jobs.count(State::cancelled), 2U);
}

TEST(Jobs, APercentageIsOneOfAllJobs) {
  plan::Halt one_third = halt(When::soon, 34);
  one_third.is_percentage = true;
  Jobs jobs(4, rules(one_third), log);
  for (int i = 0; i < 4; ++i) jobs.add();
  EXPECT_EQ(actions(jobs, 4), "start 0.0, start 1.0, start 2.0, start 3.0");
  jobs.complete();
  jobs.exited(0, 0, exit_of(1), at(1));
  EXPECT_EQ(actions(jobs), "drop 0");
  jobs.exited(1, 0, exit_of(1), at(1));
  jobs.exited(2, 0, exit_of(1), at(1));
  jobs.exited(3, 0, exit_of(1), at(1));
  EXPECT_EQ(actions(jobs), "drop 1, drop 2, drop 3, halt");
}

TEST(Jobs, TimeCanStandStill) {
  Jobs jobs = jobs_of(1, 1, timing_out());
  EXPECT_EQ(actions(jobs, 1), "start 0.0");
  jobs.postpone(milliseconds(1000));
  EXPECT_EQ(jobs.due(), at(1500));
}

TEST(Median, IsTheLowerOneInTheMiddle) {
  Median<int> median;
  const std::vector<std::pair<int, int>> values_and_medians{{5, 5}, {1, 1}, {3, 3},
                                                            {9, 3}, {9, 5}, {0, 3}};
  for (const auto& [value, expected] : values_and_medians) {
    median.add(value);
    EXPECT_EQ(median.value(), expected);
  }
  EXPECT_EQ(median.count(), 6U);
}

TEST(Jobs, OneThatHasEndedWellFailsIfWhatItWroteIsRefusedLater) {
  Jobs jobs = jobs_of(1, 1, rules());
  EXPECT_EQ(actions(jobs, 1), "start 0.0");
  jobs.pipe_ended(0, at(1));
  jobs.exited(0, 0, exit_of(0), at(1));
  EXPECT_EQ(actions(jobs), "finish 0");
  jobs.refuse(0, 0, event::RecordTooLong{1}, at(2));
  EXPECT_EQ(jobs.state(0), State::failed);
  EXPECT_EQ(actions(jobs), "halt");
}

}  // namespace
}  // namespace muster::jobs
