// Finding and ending processes that no pid at hand leads to: what a worker left running.
//
// A process group would be simpler, but a process that called setsid has left it, and the number
// of a group whose leader is reaped may belong to a stranger by now.

#include "os/run_processes.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>
#include <unordered_map>

#include "os/io.h"
#include "os/pidfd.h"

namespace muster::os {
namespace {

using std::chrono::milliseconds;

/// Between two looks at what was killed. There is no event to wait for: a process that is adopted
/// late, or starts another one, shows only in /proc.
constexpr std::chrono::microseconds first_pause{500};
constexpr std::chrono::microseconds longest_pause{20'000};

using Directory = std::unique_ptr<DIR, int (*)(DIR*)>;

/// The names in a folder that are numbers.
std::vector<int> numbers_in(const Directory& folder) {
  std::vector<int> numbers;
  if (!folder) return numbers;
  while (const dirent* entry = ::readdir(folder.get())) {
    int number = 0;
    const char* end = entry->d_name + std::strlen(entry->d_name);
    if (std::from_chars(entry->d_name, end, number).ptr == end) numbers.push_back(number);
  }
  return numbers;
}

Fd open_in(const Fd& folder, const std::string& path, int flags) {
  return Fd(::openat(folder.get(), path.c_str(), flags | O_RDONLY | O_CLOEXEC));
}

Fd folder_of(int number) {
  return Fd(
      ::open(("/proc/" + std::to_string(number)).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

struct Environment {
  std::string text;  // variables, each ended by a zero
  bool is_secret = false;
};

Environment read_environment(const Fd& folder, const std::string& path) {
  const Fd file = open_in(folder, path, 0);
  if (!file) return {{}, errno == EACCES || errno == EPERM};
  return {read_to_end(file).value_or(""), false};
}

/// What any of its threads shows: the first may have ended (pthread_exit) while others run.
Environment environment_of(const Fd& folder) {
  Environment environment = read_environment(folder, "environ");
  if (!environment.text.empty() || environment.is_secret) return environment;
  Fd tasks = open_in(folder, "task", O_DIRECTORY);
  const int number = ::fcntl(tasks.get(), F_DUPFD_CLOEXEC, 0);
  if (number < 0) return environment;
  for (const int thread : numbers_in(Directory(::fdopendir(number), ::closedir))) {
    environment = read_environment(tasks, std::to_string(thread) + "/environ");
    if (!environment.text.empty()) break;
  }
  return environment;
}

/// The value of a variable in an environment, if it is there.
std::optional<std::string_view> value_of(const std::string& variable,
                                         std::string_view environment) {
  const std::string start = variable + '=';
  while (!environment.empty()) {
    const std::string_view entry = environment.substr(0, environment.find('\0'));
    if (entry.starts_with(start)) return entry.substr(start.size());
    environment.remove_prefix(std::min(entry.size() + 1, environment.size()));
  }
  return std::nullopt;
}

}  // namespace

/// Fills in what a process's folder says; false if it has ended.
bool RunProcesses::read(const Fd& folder, Entry& entry) {
  const Fd file = open_in(folder, "stat", 0);
  std::array<char, 1024> buffer{};
  const ssize_t bytes = file ? try_read_full(file, buffer) : 0;
  if (bytes <= 0) return false;
  auto status = parse_process_status({buffer.data(), static_cast<std::size_t>(bytes)});
  if (!status) return false;
  static_cast<ProcessStatus&>(entry) = std::move(*status);
  return true;
}

std::vector<RunProcesses::Entry> RunProcesses::all_entries() {
  std::vector<Entry> entries;
  for (const int number : numbers_in(Directory(::opendir("/proc"), ::closedir))) {
    Entry entry;
    entry.number = number;
    if (read(folder_of(number), entry)) entries.push_back(std::move(entry));
  }
  return entries;
}

/// All that are meant, pinned. Says in `is_unclear` whether there may be more.
std::vector<RunProcesses::Member> RunProcesses::members(bool& is_unclear) const {
  const std::vector<Entry> entries = all_entries();
  std::unordered_map<int, std::size_t> index_of;
  for (std::size_t i = 0; i < entries.size(); ++i) index_of.emplace(entries[i].number, i);

  std::vector<bool> are_roots;
  is_unclear = false;
  for (const Entry& entry : entries) {
    const Root root = is_root(entry);
    are_roots.push_back(root == Root::yes);
    is_unclear = is_unclear || root == Root::unclear;
  }
  const auto is_meant = [&](std::size_t i) {
    // The entries were not read at one moment, so their parents might go round in a circle.
    for (std::size_t steps = 0; steps < entries.size(); ++steps) {
      if (are_roots[i]) return true;
      const auto parent = index_of.find(entries[i].parent);
      if (parent == index_of.end()) return false;
      i = parent->second;
    }
    return false;
  };

  std::vector<Member> members;
  const int self = number_in_proc();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].number == self || !is_meant(i)) continue;
    Fd folder = folder_of(entries[i].number);
    Entry now;
    if (!read(folder, now) || now.start_time != entries[i].start_time) continue;
    members.push_back({{entries[i].number, entries[i].command, false}, std::move(folder)});
  }
  return members;
}

void RunProcesses::signal_all(int signal) const {
  bool is_unclear = false;
  for (const Member& member : members(is_unclear)) (void)signal_process(member.folder, signal);
}

std::vector<ProcessName> RunProcesses::kill_all(milliseconds patience) const {
  using Clock = std::chrono::steady_clock;
  auto deadline = Clock::now() + patience;
  auto pause = first_pause;
  std::size_t left_before = 0;
  for (;;) {
    bool is_unclear = false;
    std::vector<ProcessName> left;
    bool is_any_killed = false;
    for (Member& member : members(is_unclear)) {
      member.name.is_refused = !signal_process(member.folder, SIGKILL) && errno == EPERM;
      is_any_killed = is_any_killed || !member.name.is_refused;
      left.push_back(std::move(member.name));
    }
    if (!is_any_killed && !is_unclear) return left;
    const auto now = Clock::now();
    if (left.size() < left_before) deadline = now + patience;
    if (now >= deadline) return left;
    left_before = left.size();
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, longest_pause);
  }
}

RunProcesses::Root Descendants::is_root(const Entry& entry) const {
  return entry.number == self_ ? Root::yes : Root::no;
}

bool Descendants::are_several_children() {
  std::array<char, 64> text{};
  if (const auto bytes = read_small_file("/proc/thread-self/children", text))
    // Each number is followed by a blank.
    return std::count(text.data(), text.data() + *bytes, ' ') > 1;
  // A kernel without that file.
  const std::vector<Entry> entries = all_entries();
  const int self = number_in_proc();
  return std::count_if(entries.begin(), entries.end(),
                       [&](const Entry& entry) { return entry.parent == self; }) > 1;
}

MarkedProcesses::MarkedProcesses(std::string variable, std::string run_id, std::set<pid_t> groups)
    : variable_(std::move(variable)),
      run_id_(std::move(run_id)),
      groups_(std::move(groups)),
      session_(::getsid(0)) {
  // Numbers of another namespace say nothing about ours.
  if (number_in_proc() != ::getpid()) groups_.clear();
}

RunProcesses::Root MarkedProcesses::is_root(const Entry& entry) const {
  const Environment environment = environment_of(folder_of(entry.number));
  if (environment.is_secret)
    return groups_.contains(entry.group) && entry.session == session_ ? Root::yes : Root::no;
  if (const auto value = value_of(variable_, environment.text))
    return value->find(run_id_) != std::string_view::npos ? Root::yes : Root::no;
  // A process in the middle of exec has no environment for a moment.
  const bool may_be_in_exec = environment.text.empty() && !entry.has_empty_environment;
  return may_be_in_exec ? Root::unclear : Root::no;
}

int number_in_proc() {
  std::array<char, 16> text{};
  const ssize_t bytes = ::readlink("/proc/self", text.data(), text.size());
  int number = 0;
  if (bytes > 0) std::from_chars(text.data(), text.data() + bytes, number);
  return number;
}

}  // namespace muster::os
