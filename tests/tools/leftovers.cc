// leftovers [STEP]… COMMAND [ARG]…: runs COMMAND, and tells what it leaves behind.
//
// It adopts every orphan below it, so that a process which COMMAND has forgotten ends up here,
// dead or alive. Whatever is found is printed on stderr and killed.
//
//   --once=FILE           step: wait until FILE exists
//   --touch=FILE          step: make FILE
//   --after-us=N          step: wait N microseconds
//   --send=SIGNAL:ROLE    step: wait until there is such a process, and signal it; ROLE is init
//                         (COMMAND itself), scheduler, dealer, or worker (any one of them)
//   --patient             processes may outlive COMMAND by up to 30 seconds; so they may if KILL
//                         was sent to init. Otherwise COMMAND must have reaped them all
//   --within=SECONDS      how long COMMAND may take (240)
//
// The steps are taken in the order given, until COMMAND has ended. Exit status: that of COMMAND,
// 128+N if it died of signal N; 99 if something was left, 98 if COMMAND did not end, 97 if this
// helper could not do its work.

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

constexpr int status_leftovers = 99;
constexpr int status_hangs = 98;
constexpr int status_trouble = 97;
constexpr std::chrono::seconds patience{30};
constexpr microseconds look_again{200};

enum class StepKind { once, touch, after, send };
enum class Role { init, scheduler, dealer, worker };

struct Step {
  StepKind kind;
  std::string file;
  microseconds delay{};
  int signal = 0;
  Role role = Role::init;
};

struct Order {
  std::vector<Step> steps;
  bool is_patient = false;
  std::chrono::seconds within{240};
};

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "leftovers: %s\n", why.c_str());
  std::exit(status_trouble);
}

// --- what /proc says ---------------------------------------------------------------------------

/// Empty if the process has gone.
std::string content(pid_t pid, const char* file) {
  const std::string path = "/proc/" + std::to_string(pid) + '/' + file;
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return {};
  std::string text;
  char buffer[4096];
  for (ssize_t bytes = 0; (bytes = ::read(descriptor, buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(bytes));
  ::close(descriptor);
  return text;
}

struct Process {
  pid_t pid = 0;
  pid_t parent = 0;
  char state = '?';
  std::string name;
};

std::optional<Process> look_at(pid_t pid) {
  const std::string stat = content(pid, "stat");
  const std::size_t open = stat.find('(');
  const std::size_t close = stat.rfind(')');  // the name may hold anything
  if (open == std::string::npos || close == std::string::npos) return std::nullopt;
  Process process;
  process.pid = pid;
  process.name = stat.substr(open + 1, close - open - 1);
  if (std::sscanf(stat.c_str() + close + 1, " %c %d", &process.state, &process.parent) != 2)
    return std::nullopt;
  return process;
}

/// Every process below `ancestor`, parents before children.
std::vector<Process> descendants(pid_t ancestor) {
  std::multimap<pid_t, Process> by_parent;
  DIR* const proc = ::opendir("/proc");
  if (proc == nullptr) give_up("cannot read /proc");
  while (const dirent* entry = ::readdir(proc)) {
    const pid_t pid = std::atoi(entry->d_name);
    if (pid <= 0) continue;
    if (const auto process = look_at(pid)) by_parent.emplace(process->parent, *process);
  }
  ::closedir(proc);
  std::vector<Process> found;
  std::vector<pid_t> parents{ancestor};
  for (std::size_t i = 0; i < parents.size(); ++i) {
    const auto [first, last] = by_parent.equal_range(parents[i]);
    for (auto child = first; child != last; ++child) {
      found.push_back(child->second);
      parents.push_back(child->second.pid);
    }
  }
  return found;
}

void print(const Process& process) {
  std::string words = content(process.pid, "cmdline");
  std::replace(words.begin(), words.end(), '\0', ' ');
  std::fprintf(stderr, "leftovers: left behind: pid %d (%s) in state %c: %s\n", process.pid,
               process.name.c_str(), process.state, words.c_str());
}

bool plays(Role role, pid_t pid) {
  if (role == Role::scheduler) return content(pid, "cmdline").starts_with("muster-sched");
  if (role == Role::dealer) return content(pid, "cmdline").starts_with("muster-dealer");
  return ('\0' + content(pid, "environ")).find(std::string_view("\0MUSTER_WORKER=", 15)) !=
         std::string::npos;
}

// --- the run -----------------------------------------------------------------------------------

class Observed {
 public:
  Observed(const Order& order, char** argv)
      : is_patient_(order.is_patient), deadline_(Clock::now() + order.within) {
    if (::prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) give_up("cannot adopt orphans");
    ::sigemptyset(&child_ended_);
    ::sigaddset(&child_ended_, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &child_ended_, nullptr);
    command_ = ::fork();
    if (command_ < 0) give_up("cannot fork");
    if (command_ > 0) return;
    ::sigprocmask(SIG_UNBLOCK, &child_ended_, nullptr);
    // A shell ignores these two for what it runs in the background.
    (void)::signal(SIGINT, SIG_DFL);
    (void)::signal(SIGQUIT, SIG_DFL);
    ::execvp(argv[0], argv);
    give_up(std::string("cannot run ") + argv[0] + ": " + std::strerror(errno));
  }

  int watch(const std::vector<Step>& steps) {
    for (const Step& step : steps)
      if (!take(step)) break;
    while (is_running()) {
      if (Clock::now() >= deadline_) {
        std::fprintf(stderr, "leftovers: the command has not ended\n");
        print_and_kill_all();
        return status_hangs;
      }
      wait_until(deadline_);
    }
    if (is_patient_) {
      const auto end = Clock::now() + patience;
      while (Clock::now() < end && has_children()) wait_until(end);
    }
    print_and_kill_all();
    if (has_left_something_) return status_leftovers;
    return WIFSIGNALED(status_) ? 128 + WTERMSIG(status_) : WEXITSTATUS(status_);
  }

 private:
  /// Returns false if the command has ended before.
  bool take(const Step& step) {
    const auto start = Clock::now();
    const auto is_taken = [&] {
      switch (step.kind) {
        case StepKind::once:
          return ::access(step.file.c_str(), F_OK) == 0;
        case StepKind::touch:
          ::close(::open(step.file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
          return true;
        case StepKind::after:
          return Clock::now() >= start + step.delay;
        case StepKind::send:
          return send(step);
      }
      return true;
    };
    while (may_go_on()) {
      if (is_taken()) return true;
      wait_until(step.kind == StepKind::after ? start + step.delay : Clock::now() + look_again);
    }
    return false;
  }

  bool may_go_on() { return is_running() && Clock::now() < deadline_; }

  bool send(const Step& step) {
    if (step.role == Role::init) {
      if (step.signal == SIGKILL) is_patient_ = true;
      return ::kill(command_, step.signal) == 0;
    }
    std::vector<pid_t> players;
    for (const Process& process : descendants(command_))
      if (process.parent == command_ && process.state != 'Z' && plays(step.role, process.pid))
        players.push_back(process.pid);
    if (players.empty()) return false;
    std::random_device random;
    const pid_t player = players[random() % players.size()];
    // Pinned first and looked at again then, so that no stranger with a recycled pid is hit.
    const int pinned = static_cast<int>(::syscall(SYS_pidfd_open, player, 0));
    if (pinned < 0) return false;
    const bool is_sent = plays(step.role, player) &&
                         ::syscall(SYS_pidfd_send_signal, pinned, step.signal, nullptr, 0) == 0;
    ::close(pinned);
    return is_sent;
  }

  /// Sleeps until then, or until a child has ended.
  void wait_until(Clock::time_point when) {
    const auto left = std::max(Clock::now(), when) - Clock::now();
    const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(left).count();
    const timespec timeout{static_cast<time_t>(std::max<std::int64_t>(ns, 0) / 1'000'000'000),
                           static_cast<long>(std::max<std::int64_t>(ns, 0) % 1'000'000'000)};
    (void)::sigtimedwait(&child_ended_, nullptr, &timeout);
  }

  bool is_running() {
    (void)has_children();
    return !is_command_reaped_;
  }

  /// Reaps who has ended, and says whether any child is left.
  bool has_children() {
    for (;;) {
      siginfo_t info{};
      if (::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0) return errno != ECHILD;
      if (info.si_pid == 0) return true;
      if (info.si_pid != command_ && !is_patient_) {
        has_left_something_ = true;
        if (const auto process = look_at(info.si_pid)) print(*process);
      }
      int status = 0;
      ::waitpid(info.si_pid, &status, 0);
      if (info.si_pid != command_) continue;
      status_ = status;
      is_command_reaped_ = true;
    }
  }

  void print_and_kill_all() {
    const pid_t self = ::getpid();
    const auto end = Clock::now() + patience;
    while (has_children() && Clock::now() < end) {
      for (const Process& process : descendants(self)) {
        if (process.state == 'Z') continue;
        has_left_something_ = true;
        print(process);
        ::kill(process.pid, SIGKILL);
      }
      is_patient_ = true;  // those that were killed here have been told of
      wait_until(Clock::now() + std::chrono::milliseconds(50));
    }
  }

  pid_t command_ = -1;
  int status_ = 0;
  bool is_command_reaped_ = false;
  bool is_patient_;
  bool has_left_something_ = false;
  Clock::time_point deadline_;
  sigset_t child_ended_{};
};

// --- the command line --------------------------------------------------------------------------

Step parse_send(const std::string& text) {
  static const std::map<std::string, int> signals{
      {"KILL", SIGKILL}, {"INT", SIGINT},   {"TERM", SIGTERM}, {"HUP", SIGHUP},
      {"QUIT", SIGQUIT}, {"STOP", SIGSTOP}, {"CONT", SIGCONT}};
  static const std::map<std::string, Role> roles{{"init", Role::init},
                                                 {"scheduler", Role::scheduler},
                                                 {"dealer", Role::dealer},
                                                 {"worker", Role::worker}};
  const std::size_t colon = text.find(':');
  const auto signal = signals.find(text.substr(0, colon));
  const auto role = roles.find(colon == std::string::npos ? "" : text.substr(colon + 1));
  if (signal == signals.end() || role == roles.end()) give_up("not SIGNAL:ROLE: " + text);
  return {StepKind::send, {}, {}, signal->second, role->second};
}

/// Takes the options off the front of argv.
Order parse(char**& argv) {
  Order order;
  for (++argv; *argv != nullptr && std::string_view(*argv).starts_with("--"); ++argv) {
    const std::string word = *argv;
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
    if (name == "--once")
      order.steps.push_back({StepKind::once, value});
    else if (name == "--touch")
      order.steps.push_back({StepKind::touch, value});
    else if (name == "--after-us")
      order.steps.push_back({StepKind::after, {}, microseconds(std::atoll(value.c_str()))});
    else if (name == "--send")
      order.steps.push_back(parse_send(value));
    else if (name == "--patient")
      order.is_patient = true;
    else if (name == "--within")
      order.within = std::chrono::seconds(std::atoll(value.c_str()));
    else
      give_up("no such option: " + word);
  }
  if (*argv == nullptr) give_up("no command");
  return order;
}

}  // namespace

int main(int /*argc*/, char** argv) {
  const Order order = parse(argv);
  return Observed(order, argv).watch(order.steps);
}
