// Finding and ending processes that no pid at hand leads to: what a worker left running.
//
// A process group would be simpler, but a process that called setsid has left it, and the number
// of a group whose leader is reaped may belong to a stranger by now.

#include "os/family.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "os/fd.h"
#include "os/io.h"
#include "os/process.h"

namespace muster::os {
namespace {

/// How long an exec takes, about. There is no event to wait for.
constexpr unsigned unclear_wait_us = 500;

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

/// What /proc/PID/stat says of a process.
struct Stat {
  bool is_alive = false;
  int parent = -1;
  bool has_empty_environment = false;  ///< for sure; not while it is in the middle of exec
};

Stat read_stat(int pid) {
  std::array<char, 1024> buffer{};
  const auto bytes = read_small_file(("/proc/" + std::to_string(pid) + "/stat").c_str(), buffer);
  if (!bytes) return {};
  // The fields are numbered as in proc(5). The name, the second, is in brackets and may hold
  // anything, so those behind the last bracket are counted.
  std::string_view rest(buffer.data(), *bytes);
  const std::size_t name_end = rest.rfind(')');
  if (name_end == std::string_view::npos || rest.size() < name_end + 2) return {};
  rest.remove_prefix(name_end + 2);
  std::vector<std::string_view> fields(3);
  while (!rest.empty()) {
    const std::size_t size = std::min(rest.find_first_of(" \n"), rest.size() - 1);
    fields.push_back(rest.substr(0, size));
    rest.remove_prefix(size + 1);
  }
  constexpr std::size_t state = 3, parent = 4, virtual_size = 23, env_start = 50, env_end = 51;
  if (fields.size() <= env_end) return {};
  Stat stat;
  const bool has_memory = fields[virtual_size] != "0";  // a zombie has none, nor a kernel thread
  stat.is_alive = fields[state] != "Z" && fields[state] != "X" && has_memory;
  std::from_chars(fields[parent].data(), fields[parent].data() + fields[parent].size(),
                  stat.parent);
  stat.has_empty_environment = fields[env_start] == fields[env_end] && fields[env_end] != "0";
  return stat;
}

/// The variables of a process, each ended by a zero; nothing if they are not ours to read.
std::optional<std::string> environment_of(int pid) {
  const Fd file(
      ::open(("/proc/" + std::to_string(pid) + "/environ").c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return std::nullopt;
  std::string text;
  char buffer[4096];
  for (;;) {
    const ssize_t bytes = ::read(file.get(), buffer, sizeof buffer);
    if (bytes <= 0) return text;
    text.append(buffer, static_cast<std::size_t>(bytes));
  }
}

}  // namespace

Family::Membership Family::membership_of(int pid) const {
  const Stat stat = read_stat(pid);
  if (!stat.is_alive) return Membership::no;
  if (stat.parent == ::getpid()) return Membership::yes;
  const auto environment = environment_of(pid);
  if (!environment) return Membership::no;
  const std::string start = variable_ + '=';
  for (std::size_t at = 0; at < environment->size();) {
    const std::string_view entry(environment->c_str() + at);
    if (entry.starts_with(start))
      return entry.find(mark_) != std::string_view::npos ? Membership::yes : Membership::no;
    at += entry.size() + 1;
  }
  // A process in the middle of exec has no environment for a moment: it has to be asked again.
  const bool may_be_in_exec = environment->empty() && !stat.has_empty_environment;
  return may_be_in_exec ? Membership::unclear : Membership::no;
}

std::vector<Fd> Family::members(bool& is_unclear) const {
  std::vector<Fd> members;
  is_unclear = false;
  for (const int pid : all_pids()) {
    if (pid == ::getpid() || pid == spared_pid_ || membership_of(pid) == Membership::no) continue;
    Fd pinned = pin_process(pid);
    if (!pinned) continue;
    const Membership membership = membership_of(pid);  // of the one that is pinned now
    if (membership == Membership::yes) members.push_back(std::move(pinned));
    if (membership == Membership::unclear) is_unclear = true;
  }
  return members;
}

bool Family::has_members() const {
  bool is_unclear = false;
  return !members(is_unclear).empty() || is_unclear;
}

void Family::signal_all(int signal) const {
  bool is_unclear = false;
  for (const Fd& member : members(is_unclear)) (void)signal_process(member, signal);
}

void Family::kill_all(int wait_ms) const {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + std::chrono::milliseconds(wait_ms);
  for (;;) {
    bool is_unclear = false;
    const std::vector<Fd> ending = members(is_unclear);
    if (ending.empty() && !is_unclear) return;
    if (ending.empty()) ::usleep(unclear_wait_us);
    if (Clock::now() >= deadline) return;
    for (const Fd& process : ending) (void)signal_process(process, SIGKILL);
    for (const Fd& process : ending) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
      pollfd event{process.get(), POLLIN, 0};
      if (left <= 0 || ::poll(&event, 1, static_cast<int>(left)) == 0) return;
    }
  }
}

bool has_children_besides(int pid) {
  // One pid is enough to know: there is none, this one, or another.
  std::array<char, 64> text{};
  const std::string path = "/proc/self/task/" + std::to_string(::getpid()) + "/children";
  const auto bytes = read_small_file(path.c_str(), text);
  if (!bytes) return Family("", "", pid).has_members();  // a kernel without that file
  const std::string_view pids(text.data(), *bytes);
  return !pids.empty() && pids != std::to_string(pid) + ' ';
}

}  // namespace muster::os
