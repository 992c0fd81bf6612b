#include "init/workers.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include "init/sizes.h"
#include "os/fd.h"
#include "scheduler/protocol.h"

namespace muster::init {
namespace {

using std::chrono::milliseconds;
using worker::Worker;

/// How long a pipe may stay silent whose worker has ended, while something else holds it open.
constexpr milliseconds linger_max{1000};

}  // namespace

Workers::Workers(std::size_t jobs, std::uint32_t total, const std::string& mark,
                 const explain::Story& story)
    : jobs_(jobs),
      room_(jobs),
      environment_(scheduler::mark_variable, mark),
      surroundings_{os::open_for_reading("/dev/null"),
                    pipe_bytes_for(std::min<std::size_t>(jobs, total))},
      story_(story) {}

int Workers::start(std::uint32_t index, const worker::Task& task) {
  Worker worker(index);
  const int error = worker.start(task, environment_.for_worker(index + 1), surroundings_);
  if (error != 0) return error;
  story_.tell("starts P{}: pid {}, read through pipe {}: {}", index + 1, worker.pid(),
              worker.pipe().get(), task.title);
  pipes_.add(worker.pipe(), index);
  workers_.emplace(index, std::move(worker));
  return 0;
}

Worker* Workers::find(std::uint32_t index) {
  const auto found = workers_.find(index);
  return found == workers_.end() ? nullptr : &found->second;
}

void Workers::close_pipe(Worker& worker) {
  if (worker.pipe()) pipes_.remove(worker.pipe());
  worker.close_pipe();
}

void Workers::remove(std::uint32_t index) {
  if (Worker* const worker = find(index)) close_pipe(*worker);
  workers_.erase(index);
  room_ = jobs_;
}

void Workers::remove_all() {
  for (auto& [index, worker] : workers_) close_pipe(worker);
  workers_.clear();
}

// When slabs are short, each look finds more pipes ready than there is space for. Those that were
// due and found none are read first when there is some again.
bool Workers::read(SchedulerLink& scheduler,
                   const std::function<void(std::uint32_t index)>& at_end) {
  if (due_.empty()) {
    const auto ready = pipes_.ready(/*wait_for_ever=*/false);
    due_.assign(ready.begin(), ready.end());
  }
  for (; !due_.empty(); due_.pop_front()) {
    const auto index = static_cast<std::uint32_t>(due_.front());
    Worker* const worker = find(index);
    if (worker == nullptr || !worker->pipe()) continue;
    const std::span<char> space = scheduler.space();
    is_short_of_space_ = space.empty();
    if (is_short_of_space_) return false;
    const auto bytes = os::read_some(worker->pipe(), space, "a worker's pipe");
    if (!bytes) continue;
    if (*bytes == 0) {
      story_.tell("finds the end of P{}'s pipe", index + 1);
      close_pipe(*worker);
      at_end(index);
    } else {
      story_.tell("reads {} bytes of P{} into the segment", *bytes, index + 1);
      worker->last_sign = Worker::Clock::now();
      scheduler.add_data(index, *bytes);
    }
  }
  return true;
}

bool Workers::take_new_space() {
  if (!is_short_of_space_) return false;
  is_short_of_space_ = false;
  // That pipes were silent was our doing.
  for (auto& [index, worker] : workers_) worker.last_sign = Worker::Clock::now();
  return true;
}

Workers::Lingering Workers::find_lingering() {
  const auto now = Worker::Clock::now();
  auto next = Worker::Clock::time_point::max();
  Lingering lingering;
  for (auto& [index, worker] : workers_) {
    if (!worker.is_lingering()) continue;
    if (is_short_of_space_) worker.last_sign = now;  // it is we who do not listen
    const auto deadline = worker.last_sign + linger_max;
    if (deadline <= now)
      lingering.silent.push_back(index);
    else
      next = std::min(next, deadline);
  }
  std::sort(lingering.silent.begin(), lingering.silent.end());
  if (next != Worker::Clock::time_point::max())
    lingering.next = std::chrono::ceil<milliseconds>(next - now);
  return lingering;
}

}  // namespace muster::init
