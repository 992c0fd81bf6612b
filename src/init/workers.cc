#include "init/workers.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include "init/sizes.h"
#include "os/file.h"
#include "os/io.h"
#include "protocol/protocol.h"

namespace muster::init {
namespace {

using std::chrono::milliseconds;
using worker::Worker;

/// How long a pipe may stay silent whose worker has ended while something else holds it open, and
/// how long all may that are read while others are held.
constexpr milliseconds silence_max{1000};

}  // namespace

Workers::Workers(std::size_t jobs, std::uint32_t total, const std::string& run_id,
                 const explain::Story& story)
    : jobs_(jobs),
      room_(jobs),
      environment_(protocol::run_id_variable, run_id),
      surroundings_{os::open_for_reading("/dev/null"),
                    pipe_bytes_for(std::min<std::size_t>(jobs, total))},
      story_(story) {}

int Workers::start(std::uint32_t index, const worker::Task& task) {
  Worker worker(index);
  const int error = worker.start(task, environment_.for_worker(index + 1), surroundings_);
  if (error != 0) return error;
  story_.tell("starts P{}: pid {}, read through pipe {}: {}", index + 1, worker.pid(),
              worker.pipe().get(), task.title);
  listen_or_not(workers_.emplace(index, Running{std::move(worker)}).first->second);
  return 0;
}

Workers::Running* Workers::running(std::uint32_t index) {
  const auto found = workers_.find(index);
  return found == workers_.end() ? nullptr : &found->second;
}

Worker* Workers::find(std::uint32_t index) {
  Running* const found = running(index);
  return found == nullptr ? nullptr : &found->worker;
}

void Workers::listen_or_not(Running& running) {
  const Worker& worker = running.worker;
  const bool is_wanted = worker.pipe() && !(running.is_held && are_all_started_ && is_patient_);
  if (is_wanted && !running.is_listened_to) pipes_.add(worker.pipe(), worker.index());
  if (!is_wanted && running.is_listened_to) pipes_.remove(worker.pipe());
  running.is_listened_to = is_wanted;
}

void Workers::hold(std::uint32_t index, bool is_held) {
  Running* const found = running(index);
  if (found == nullptr) return;
  found->is_held = is_held;
  found->worker.last_activity = Worker::Clock::now();  // that it was silent was our doing
  listen_or_not(*found);
}

void Workers::heed_holds() {
  are_all_started_ = true;
  set_patience(true);
}

void Workers::set_patience(bool is_patient) {
  is_patient_ = is_patient;
  last_sign_ = Worker::Clock::now();
  for (auto& [index, running] : workers_) listen_or_not(running);
}

void Workers::close_pipe(Running& running) {
  if (running.is_listened_to) pipes_.remove(running.worker.pipe());
  running.is_listened_to = false;
  running.worker.close_pipe();
}

void Workers::remove(std::uint32_t index) {
  if (Running* const found = running(index)) close_pipe(*found);
  workers_.erase(index);
  room_ = jobs_;
}

void Workers::remove_all() {
  for (auto& [index, running] : workers_) close_pipe(running);
  workers_.clear();
}

// When slabs are short, each look finds more pipes ready than there is space for. Those that were
// due and found none are read first when there is some again.
bool Workers::read(SchedulerLink& scheduler,
                   const std::function<void(std::uint32_t index)>& at_end) {
  if (due_.empty()) {
    const auto ready = pipes_.ready(Worker::Clock::time_point::min());
    due_.assign(ready.begin(), ready.end());
  }
  for (; !due_.empty(); due_.pop_front()) {
    const auto index = static_cast<std::uint32_t>(due_.front());
    Running* const found = running(index);
    if (found == nullptr || !found->is_listened_to) continue;
    Worker& worker = found->worker;
    const std::span<char> space = scheduler.space();
    is_short_of_space_ = space.empty();
    if (is_short_of_space_) return false;
    const auto bytes = os::read_some(worker.pipe(), space, "cannot read a worker's pipe");
    if (!bytes) continue;
    if (*bytes == 0) {
      story_.tell("finds the end of P{}'s pipe", index + 1);
      close_pipe(*found);
      at_end(index);
    } else {
      story_.tell("reads {} bytes of P{} into the segment", *bytes, index + 1);
      worker.last_activity = Worker::Clock::now();
      scheduler.add_data(index, *bytes);
      if (found->is_held) continue;
      last_sign_ = worker.last_activity;
      if (!is_patient_) set_patience(true);
    }
  }
  return true;
}

bool Workers::take_new_space() {
  if (!is_short_of_space_) return false;
  is_short_of_space_ = false;
  space_since_ = Worker::Clock::now();  // that pipes were silent was our doing
  return true;
}

Workers::Silence Workers::look_for_silence(Worker::Clock::time_point now) {
  auto next = Worker::Clock::time_point::max();
  // Whether there has been no sign for too long; if not, when there will have been none.
  const auto is_too_long = [&](Worker::Clock::time_point& last_activity, bool are_we_deaf) {
    if (are_we_deaf) last_activity = now;
    const auto deadline = std::max(last_activity, space_since_) + silence_max;
    if (deadline > now) next = std::min(next, deadline);
    return deadline <= now;
  };
  Silence silence;
  bool is_one_held = false;
  for (auto& [index, running] : workers_) {
    is_one_held = is_one_held || running.is_held;
    Worker& worker = running.worker;
    if (!worker.is_lingering()) continue;
    const bool is_unread = !running.is_listened_to || os::has_something(worker.pipe());
    if (is_too_long(worker.last_activity, is_short_of_space_ || is_unread))
      silence.lingering.push_back(index);
  }
  std::sort(silence.lingering.begin(), silence.lingering.end());
  if (is_one_held && is_too_long(last_sign_, is_short_of_space_)) {
    set_patience(false);
    next = std::min(next, now + silence_max);
  }
  if (next != Worker::Clock::time_point::max()) silence.next = next;
  return silence;
}

}  // namespace muster::init
