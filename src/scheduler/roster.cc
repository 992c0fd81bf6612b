#include "scheduler/roster.h"

#include <unistd.h>

#include <array>

namespace muster::scheduler {

RosterWriter::RosterWriter(os::Fd pipe) : pipe_(std::move(pipe)) {
  os::set_nonblocking(pipe_);
}

void RosterWriter::write(pid_t number) {
  unwritten_.push_back(number);
  // Numbers never straddle what fits: a pipe takes less than PIPE_BUF bytes whole or not at all.
  std::size_t written = 0;
  while (pipe_ && written < unwritten_.size() &&
         ::write(pipe_.get(), &unwritten_[written], sizeof number) == sizeof number)
    ++written;
  unwritten_.erase(unwritten_.begin(), unwritten_.begin() + static_cast<std::ptrdiff_t>(written));
}

RosterReader::RosterReader(os::Fd pipe) : pipe_(std::move(pipe)) {
  os::set_nonblocking(pipe_);
}

void RosterReader::read() {
  std::array<pid_t, 256> numbers;
  while (pipe_) {
    const ssize_t bytes = ::read(pipe_.get(), numbers.data(), sizeof numbers);
    if (bytes == 0) pipe_.reset();
    if (bytes <= 0) return;
    for (std::size_t i = 0; i < static_cast<std::size_t>(bytes) / sizeof(pid_t); ++i) {
      // 1 and below mean more than one group to kill(2), though not here.
      if (numbers[i] > 1) groups_.insert(numbers[i]);
      if (numbers[i] < 0) groups_.erase(-numbers[i]);
    }
  }
}

}  // namespace muster::scheduler
