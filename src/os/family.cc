// Finding and ending processes that no pid at hand leads to: what a worker left running.
//
// A process group would be simpler, but a process that called setsid has left it, and the number
// of a group whose leader is reaped may belong to a stranger by now.

#include "os/family.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "os/fd.h"
#include "os/process.h"

namespace muster::os {
namespace {

std::vector<int> all_pids() {
  std::vector<int> pids;
  const std::unique_ptr<DIR, int (*)(DIR*)> proc(::opendir("/proc"), ::closedir);
  if (!proc) return pids;
  while (const dirent* entry = ::readdir(proc.get())) {
    int pid = 0;
    const char* end = entry->d_name + std::strlen(entry->d_name);
    if (std::from_chars(entry->d_name, end, pid).ptr == end) pids.push_back(pid);
  }
  return pids;
}

/// The parent's pid and the state of a process; the name before them is in brackets and may hold
/// anything, so the last bracket counts.
bool is_living_child(int pid, int parent) {
  std::array<char, 512> stat{};
  const auto bytes = read_small_file(("/proc/" + std::to_string(pid) + "/stat").c_str(), stat);
  if (!bytes) return false;
  const std::string_view text(stat.data(), *bytes);
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string_view::npos || text.size() < name_end + 5) return false;
  const char state = text[name_end + 2];
  int found = 0;
  std::from_chars(text.data() + name_end + 4, text.data() + text.size(), found);
  return found == parent && state != 'Z' && state != 'X';
}

std::string environment_of(int pid) {
  const Fd file(
      ::open(("/proc/" + std::to_string(pid) + "/environ").c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  if (!file) return text;
  char buffer[4096];
  for (;;) {
    const ssize_t bytes = ::read(file.get(), buffer, sizeof buffer);
    if (bytes <= 0) return text;
    text.append(buffer, static_cast<std::size_t>(bytes));
  }
}

}  // namespace

bool Family::has(int pid) const {
  if (is_living_child(pid, ::getpid())) return true;
  const std::string environment = environment_of(pid);
  const std::string start = variable_ + '=';
  for (std::size_t at = 0; at < environment.size();) {
    const std::size_t length = std::strlen(environment.c_str() + at);
    const std::string_view entry(environment.data() + at, length);
    if (entry.starts_with(start)) return entry.find(mark_) != std::string_view::npos;
    at += length + 1;
  }
  return false;
}

std::vector<Fd> Family::signalled(int signal) const {
  std::vector<Fd> members;
  for (const int pid : all_pids()) {
    if (pid == ::getpid() || pid == spared_pid_ || !has(pid)) continue;
    Fd pinned = pin_process(pid);
    if (!pinned || !has(pid)) continue;
    if (signal_process(pinned, signal)) members.push_back(std::move(pinned));
  }
  return members;
}

void Family::signal_all(int signal) const {
  (void)signalled(signal);
}

void Family::kill_all(int wait_ms) const {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + std::chrono::milliseconds(wait_ms);
  for (;;) {
    const std::vector<Fd> ending = signalled(SIGKILL);
    if (ending.empty()) return;
    for (const Fd& process : ending) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
      pollfd event{process.get(), POLLIN, 0};
      if (left <= 0 || ::poll(&event, 1, static_cast<int>(left)) == 0) return;
    }
  }
}

}  // namespace muster::os
