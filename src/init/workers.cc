#include "init/workers.h"

#include <chrono>
#include <utility>

#include "os/io.h"
#include "protocol/protocol.h"

namespace muster::init {
namespace {

/// How long all that are read may be silent while others are paused.
constexpr std::chrono::milliseconds silence_max{1000};

}  // namespace

Workers::Workers(const std::string& run_id, const worker::Worker::Surroundings& surroundings,
                 const event::Log& log)
    : environment_(protocol::run_id_variable, run_id), surroundings_(surroundings), log_(log) {}

os::Spawned Workers::start(const jobs::Start& start, const worker::Task& task, const os::Fd& input,
                           StderrRelay* relay) {
  const auto [job, attempt, slot] = start;
  worker::Worker worker(job);
  const Time before = event::Clock::now();
  const int error =
      worker.start(task, environment_.for_worker(job + 1, slot + 1), surroundings_, input);
  if (error != 0) return {-1, error};
  log_.emit(event::JobStarted{job, attempt, worker.pid(), slot, task.is_replay}, before);
  const pid_t pid = worker.pid();
  if (relay != nullptr) relay->add(job, worker.take_errors_pipe());
  update_watch(workers_.emplace(job, Running{std::move(worker)}).first->second);
  return {pid, 0};
}

Workers::Running* Workers::running(std::uint32_t job) {
  const auto found = workers_.find(job);
  return found == workers_.end() ? nullptr : &found->second;
}

void Workers::close_pipe(Running& running) {
  if (running.is_watched) pipes_.remove(running.worker.pipe());
  running.is_watched = false;
  running.worker.close_pipe();
}

void Workers::remove(std::uint32_t job) {
  Running* const found = running(job);
  if (found == nullptr) return;
  close_pipe(*found);
  if (found->is_paused) --paused_;
  workers_.erase(job);
}

void Workers::remove_all() {
  for (auto& [job, running] : workers_) close_pipe(running);
  workers_.clear();
  paused_ = 0;
}

// --- reading ------------------------------------------------------------------------------------

// When slabs are short, each look finds more pipes ready than there is space for. Those that were
// due and found none are read first when there is some again.
bool Workers::read(SchedulerLink& scheduler, const OnRead& on_read) {
  if (due_.empty()) {
    const auto ready = pipes_.ready(Time::min());
    due_.assign(ready.begin(), ready.end());
  }
  for (; !due_.empty(); due_.pop_front()) {
    const auto job = static_cast<std::uint32_t>(due_.front());
    Running* const found = running(job);
    if (found == nullptr || !found->is_watched) continue;
    const std::span<char> space = scheduler.space();
    is_short_of_space_ = space.empty();
    if (is_short_of_space_) {
      tell_of_want_of_space();
      return false;
    }
    const auto bytes = os::read_some(found->worker.pipe(), space, "cannot read a worker's pipe");
    if (!bytes) continue;
    if (*bytes == 0) {
      close_pipe(*found);
      log_.emit(event::PipeEnded{job});
    } else {
      log_.emit(event::PipeRead{job, *bytes, {space.data(), *bytes}});
      scheduler.add_data(job, *bytes);
      if (!found->is_paused && paused_ > 0) override_pauses(false, event::Clock::now());
    }
    on_read(job, *bytes);
  }
  return true;
}

/// Those that are due, at least, have something to read; others may before there is space.
void Workers::tell_of_want_of_space() const {
  log_.emit(event::SlabsRanOut{});
  for (const std::uint64_t job : due_)
    log_.emit(event::PipeUnwatched{static_cast<std::uint32_t>(job),
                                   event::PipeUnwatched::Why::no_slab_free});
}

void Workers::drain(std::uint32_t job) {
  Running* const found = running(job);
  if (found == nullptr || !found->worker.pipe()) return;
  // No more than there can be: something else may go on writing.
  std::string buffer(static_cast<std::size_t>(surroundings_.pipe_bytes), '\0');
  const ssize_t bytes = os::try_read_some(found->worker.pipe(), buffer);
  if (bytes <= 0) return;
  const std::string_view data(buffer.data(), static_cast<std::size_t>(bytes));
  log_.emit(event::PipeRead{job, data.size(), data});
}

bool Workers::take_new_space(Time now) {
  if (!is_short_of_space_) return false;
  log_.emit(event::SlabFreed{});
  is_short_of_space_ = false;
  last_activity_ = now;  // that pipes were silent was our doing
  return true;
}

bool Workers::is_unread(std::uint32_t job) const {
  const auto found = workers_.find(job);
  return is_short_of_space_ ||
         (found != workers_.end() &&
          (!found->second.is_watched || os::has_something(found->second.worker.pipe())));
}

// --- pauses -------------------------------------------------------------------------------------

void Workers::update_watch(Running& running) {
  const worker::Worker& worker = running.worker;
  const bool is_paused = running.is_paused && are_all_started_ && !are_pauses_overridden_;
  const bool is_wanted = worker.pipe() && !is_paused;
  if (is_wanted && !running.is_watched) {
    pipes_.add(worker.pipe(), worker.index());
    if (running.is_unread_by_pause) log_.emit(event::PipeWatched{worker.index()});
    running.is_unread_by_pause = false;
  }
  if (!is_wanted && running.is_watched) {
    pipes_.remove(worker.pipe());
    running.is_unread_by_pause = true;
    log_.emit(event::PipeUnwatched{worker.index(), event::PipeUnwatched::Why::ahead_of_order});
  }
  running.is_watched = is_wanted;
}

void Workers::pause(std::uint32_t job, bool is_paused, Time now) {
  Running* const found = running(job);
  if (found == nullptr || found->is_paused == is_paused) return;
  found->is_paused = is_paused;
  if (is_paused && paused_ == 0) last_activity_ = now;
  is_paused ? ++paused_ : --paused_;
  update_watch(*found);
}

void Workers::honor_pauses(Time now) {
  if (std::exchange(are_all_started_, true)) return;
  override_pauses(false, now);
  for (auto& [job, running] : workers_) update_watch(running);
}

void Workers::override_pauses(bool are_overridden, Time now) {
  last_activity_ = now;
  if (are_pauses_overridden_ == are_overridden) return;
  are_pauses_overridden_ = are_overridden;
  for (auto& [job, running] : workers_) update_watch(running);
}

std::optional<Workers::Time> Workers::due() const {
  if (paused_ == 0 || are_pauses_overridden_) return std::nullopt;
  return last_activity_ + silence_max;
}

void Workers::on_time(Time now) {
  if (!due() || now < *due()) return;
  if (is_short_of_space_)
    last_activity_ = now;  // no pipe is read
  else
    override_pauses(true, now);
}

}  // namespace muster::init
