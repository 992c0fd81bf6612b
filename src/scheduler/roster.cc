#include "scheduler/roster.h"

#include <array>
#include <cstddef>
#include <utility>

#include "os/io.h"

namespace muster::scheduler {
namespace {

/// Calls take(number) for each number in the pipe, which does not wait.
template <typename Take>
void drain(const os::Fd& pipe, Take&& take) {
  std::array<pid_t, 1024> numbers;
  for (;;) {
    const ssize_t bytes =
        os::try_read_some(pipe, {reinterpret_cast<char*>(numbers.data()), sizeof numbers});
    if (bytes <= 0) return;
    for (std::size_t i = 0; i < static_cast<std::size_t>(bytes) / sizeof(pid_t); ++i)
      take(numbers[i]);
  }
}

}  // namespace

RosterWriter::RosterWriter(os::Pipe pipe) : pipe_(std::move(pipe)) {
  os::set_nonblocking(pipe_.write_end);
  os::set_nonblocking(pipe_.read_end);  // the guardian's copy too
}

void RosterWriter::add(pid_t group) {
  groups_.insert(group);
  if (!write(group)) rewrite();
}

void RosterWriter::remove(pid_t group) {
  groups_.erase(group);
  if (!write(-group)) rewrite();
}

// A pipe takes less than PIPE_BUF bytes whole or not at all.
bool RosterWriter::write(pid_t number) const {
  return os::try_write_some(pipe_.write_end.get(), {reinterpret_cast<const char*>(&number),
                                                    sizeof number}) == sizeof number;
}

void RosterWriter::rewrite() {
  drain(pipe_.read_end, [](pid_t) {});
  for (const pid_t group : groups_)
    if (!write(group)) return;
}

std::set<pid_t> read_roster(const os::Fd& pipe) {
  std::set<pid_t> groups;
  drain(pipe, [&](pid_t number) {
    if (number > 1) groups.insert(number);
    if (number < 0) groups.erase(-number);
  });
  return groups;
}

}  // namespace muster::scheduler
