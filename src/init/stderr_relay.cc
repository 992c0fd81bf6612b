#include "init/stderr_relay.h"

#include <unistd.h>

#include <chrono>
#include <utility>

#include "os/io.h"

namespace muster::init {
namespace {

/// Between two looks at whether stderr takes something again.
constexpr std::chrono::milliseconds pause{50};

/// A pipe that something else goes on writing to is not drained for ever.
constexpr std::size_t drained_bytes_max = std::size_t{1} << 20U;

}  // namespace

StderrRelay::StderrRelay(os::Watch& events, std::uint64_t tag, const event::Log& log)
    : events_(events), tag_(tag), log_(log) {
  events_.add(pipes_, tag_);
}

void StderrRelay::add(std::uint32_t job, os::Fd pipe) {
  pipes_.add(pipe, job);
  pipe_of_[job] = std::move(pipe);
}

/// Returns the bytes that there were; the pipe is at its end, or there are none, if that is 0.
std::size_t StderrRelay::read(std::uint32_t job, const os::Fd& pipe) {
  const auto bytes = os::read_some(pipe, buffer_, "cannot read a worker's stderr");
  if (!bytes) return 0;
  if (*bytes == 0) {
    remove(job);
    return 0;
  }
  log_.emit(event::StderrRead{job, {buffer_.data(), *bytes}});
  return *bytes;
}

void StderrRelay::read() {
  for (const std::uint64_t tag : pipes_.ready(Time::min())) {
    if (!os::wait_for_space(STDERR_FILENO, Time::min())) {
      events_.mute(pipes_, tag_, true);
      retry_ = event::Clock::now() + pause;
      return;
    }
    const auto job = static_cast<std::uint32_t>(tag);
    if (const auto found = pipe_of_.find(job); found != pipe_of_.end()) read(job, found->second);
  }
}

void StderrRelay::drain(std::uint32_t job) {
  for (std::size_t drained = 0; drained < drained_bytes_max;) {
    const auto found = pipe_of_.find(job);
    if (found == pipe_of_.end()) return;
    const std::size_t bytes = read(job, found->second);
    if (bytes == 0) return;
    drained += bytes;
  }
}

void StderrRelay::remove(std::uint32_t job) {
  const auto node = pipe_of_.extract(job);
  if (node) pipes_.remove(node.mapped());
}

void StderrRelay::on_time(Time now) {
  if (!retry_ || now < *retry_) return;
  retry_.reset();
  events_.mute(pipes_, tag_, false);
}

}  // namespace muster::init
