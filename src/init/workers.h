#ifndef MUSTER_INIT_WORKERS_H
#define MUSTER_INIT_WORKERS_H

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include "event/event.h"
#include "init/scheduler_link.h"
#include "init/stderr_relay.h"
#include "jobs/jobs.h"
#include "os/child.h"
#include "os/watch.h"
#include "worker/environment.h"
#include "worker/worker.h"

namespace muster::init {

/// The workers whose output is still wanted, and their pipes. What they write is read in turn, so
/// that none can keep another waiting for ever.
class Workers {
 public:
  using Time = event::Time;
  /// What read() finds in a pipe: bytes, or its end, which is 0 of them.
  using OnRead = std::function<void(std::uint32_t job, std::size_t bytes)>;

  /// `run_id` is in the environment of each.
  Workers(const std::string& run_id, const worker::Worker::Surroundings& surroundings,
          const event::Log& log);

  /// Starts what the jobs have decided on, with `input` for its stdin. Returns its pid, or the
  /// errno of what failed. Its stderr goes to the relay, if there is one.
  os::Spawned start(const jobs::Start& start, const worker::Task& task, const os::Fd& input,
                    StderrRelay* relay);
  /// Its pipe is not wanted any more.
  void remove(std::uint32_t job);
  void remove_all();

  /// Ready when one of their pipes is.
  [[nodiscard]] const os::Watch& pipes() const { return pipes_; }
  /// Reads the pipes that have something into the segment. `on_read` may remove workers. Returns
  /// false if there was no space: then it is to be called again after take_new_space().
  bool read(SchedulerLink& scheduler, const OnRead& on_read);
  /// Reads what is in its pipe, for nobody but the sinks of events.
  void drain(std::uint32_t job);
  /// There is space again. Returns whether read() has been waiting for it.
  bool take_new_space(Time now);
  /// Whether there may be something in its pipe that has not been read: it is not watched, or init
  /// has not come to it.
  [[nodiscard]] bool is_unread(std::uint32_t job) const;

  /// Its pipe is not to be read for now, or to be read again. It is read all the same until pauses
  /// are honored, since jobs that have not been started may be waited for, and as long as all
  /// others are silent: they may wait for it, by means that init cannot see.
  void pause(std::uint32_t job, bool is_paused, Time now);
  /// All jobs have been started. Only the first call counts.
  void honor_pauses(Time now);
  /// When on_time() is to be called, if nothing comes before.
  [[nodiscard]] std::optional<Time> due() const;
  void on_time(Time now);

 private:
  struct Running {
    worker::Worker worker;
    bool is_paused = false;
    bool is_watched = false;
    bool is_unread_by_pause = false;
  };

  Running* running(std::uint32_t job);
  void update_watch(Running& running);
  void close_pipe(Running& running);
  void override_pauses(bool are_overridden, Time now);
  void tell_of_want_of_space() const;

  worker::Environment environment_;
  worker::Worker::Surroundings surroundings_;
  const event::Log& log_;
  std::unordered_map<std::uint32_t, Running> workers_;  // by job
  os::Watch pipes_;
  std::deque<std::uint64_t> due_;  // jobs whose pipes have something, to be read next
  bool is_short_of_space_ = false;
  std::size_t paused_ = 0;  // how many are
  bool are_all_started_ = false;
  bool are_pauses_overridden_ = false;
  Time last_activity_ = event::Clock::now();  // of those that are not paused
};

}  // namespace muster::init

#endif
