#ifndef MUSTER_INIT_WORKERS_H
#define MUSTER_INIT_WORKERS_H

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "explain/story.h"
#include "init/scheduler_link.h"
#include "os/events.h"
#include "worker/environment.h"
#include "worker/worker.h"

namespace muster::init {

/// The workers that are not over: they run, or their pipes have something to give yet. What they
/// write is read in turn, so that none can keep another from being heard.
class Workers {
 public:
  /// No more than `jobs` of the run's `total` workers are there at a time. `run_id` is in the
  /// environment of each.
  Workers(std::size_t jobs, std::uint32_t total, const std::string& run_id,
          const explain::Story& story);

  [[nodiscard]] bool is_empty() const { return workers_.empty(); }
  [[nodiscard]] std::size_t size() const { return workers_.size(); }
  [[nodiscard]] bool has_room() const { return workers_.size() < room_; }
  /// No other can be started now: there is no room before one is removed.
  void wait_for_room() { room_ = workers_.size(); }

  /// Starts worker `index`. Returns 0 or the errno of what failed.
  int start(std::uint32_t index, const worker::Task& task);
  /// Nothing if it has not started or is over.
  worker::Worker* find(std::uint32_t index);
  /// It is over, or nothing more is wanted of it.
  void remove(std::uint32_t index);
  void remove_all();

  /// Ready when one of their pipes is.
  [[nodiscard]] const os::Watch& pipes() const { return pipes_; }
  /// Reads the pipes that have something into the segment, and calls `at_end` with the index of
  /// each worker whose pipe is at its end; it may remove workers. Returns false if there was no
  /// space: then it is to be called again after take_new_space().
  bool read(SchedulerLink& scheduler, const std::function<void(std::uint32_t index)>& at_end);
  /// There is space again. Returns whether read() has been waiting for it.
  bool take_new_space();

  /// Its pipe is not to be read for now, or to be read again. It is read all the same as long as
  /// not all have started, for one of those to come may be waited for, and as long as all others
  /// are silent, for they may wait for it, in ways of their own.
  void hold(std::uint32_t index, bool is_held);
  /// All workers have been started.
  void heed_holds();

  struct Silence {
    /// Have ended, in order, and something they left behind has held their pipes for too long.
    std::vector<std::uint32_t> lingering;
    /// When to look again, if it is known that there will be something to see.
    std::optional<worker::Worker::Clock::time_point> next;
  };
  /// Looks for pipes that have been silent for too long.
  Silence look_for_silence(worker::Worker::Clock::time_point now);

 private:
  /// A worker that is not over, with what is known of its pipe.
  struct Running {
    worker::Worker worker;
    bool is_held = false;
    bool is_listened_to = false;
  };

  Running* running(std::uint32_t index);
  void listen_or_not(Running& running);
  void set_patience(bool is_patient);
  void close_pipe(Running& running);

  std::size_t jobs_;
  std::size_t room_;  // for so many; less than jobs_ while the machine can start no more
  worker::Environment environment_;
  worker::Worker::Surroundings surroundings_;
  const explain::Story& story_;
  std::unordered_map<std::uint32_t, Running> workers_;  // by index
  os::Watch pipes_;
  std::deque<std::uint64_t> due_;  // indices of those whose pipes have something, to be read next
  bool is_short_of_space_ = false;
  worker::Worker::Clock::time_point space_since_;  // if there is some now
  bool are_all_started_ = false;
  // Those that are not held have given a sign lately.
  bool is_patient_ = true;
  worker::Worker::Clock::time_point last_sign_ = worker::Worker::Clock::now();
};

}  // namespace muster::init

#endif
