// The helper gets its plan through a socket and waits for it, so that its pidfd can be opened
// before it can end: its pid is nobody else's then, even if the host ignores SIGCHLD. How the run
// ended is read from its status alone.

#include "helper.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string_view>

extern char** environ;  // NOLINT

namespace muster::lib {
namespace {

using Clock = std::chrono::steady_clock;

/// After which a helper that was asked to end, and has not, is killed.
constexpr std::chrono::seconds patience{10};

// By number: glibc 2.36 declares the wrappers without C linkage.
Fd open_process(pid_t pid) {
  return Fd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)), "cannot watch a process");
}

/// A name that posix_spawnp finds.
std::string program() {
  if (const char* const given = ::secure_getenv("MUSTER"); given != nullptr && *given != '\0')
    return given;
  Dl_info info{};
  if (::dladdr(reinterpret_cast<void*>(&open_process), &info) != 0 && info.dli_fname != nullptr) {
    std::string path = info.dli_fname;
    path.resize(path.rfind('/') + 1);
    path += MUSTER_FROM_LIBRARY;
    if (::access(path.c_str(), X_OK) == 0) return path;
  }
  return "muster";
}

struct Pair {
  Fd one;
  Fd other;
};
Pair make_pair() {
  std::array<int, 2> numbers{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, numbers.data()) != 0)
    throw_error(errno, "cannot create a socket");
  return {Fd(numbers[0]), Fd(numbers[1])};
}

/// What the child is given, in this order from descriptor 3 on.
constexpr int first_given = 3;
constexpr std::array options{"--plan-fd=3", "--status-fd=4", "--host-fd=5", "--host-fd=6"};

void check(int error, const char* context) {
  if (error != 0) throw_error(error, context);
}

class FileActions {
 public:
  FileActions() { check(::posix_spawn_file_actions_init(&actions_), failure); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }

  /// `from` is no number that a child is given.
  void give(const Fd& from, int to) {
    check(::posix_spawn_file_actions_adddup2(&actions_, from.get(), to), failure);
  }
  void give_null(int to) {
    check(::posix_spawn_file_actions_addopen(&actions_, to, "/dev/null", O_RDONLY, 0), failure);
  }
  void close_from(int number) {
    check(::posix_spawn_file_actions_addclosefrom_np(&actions_, number), failure);
  }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  static constexpr const char* failure = "cannot prepare a process";
  posix_spawn_file_actions_t actions_;
};

/// Signals as a program expects them, and a process group of its own: what the terminal sends is
/// the host's to handle.
class Attributes {
 public:
  Attributes() {
    check(::posix_spawnattr_init(&attributes_), "cannot prepare a process");
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

/// Above all that a child is given.
Fd above(const Fd& fd) {
  return Fd(::fcntl(fd.get(), F_DUPFD_CLOEXEC, first_given + static_cast<int>(options.size())),
            "cannot copy a descriptor");
}

pid_t spawn(const Fd& result, const std::array<const Fd*, options.size()>& given) {
  const Fd out = above(result);
  std::array<Fd, options.size()> copies;
  FileActions actions;
  actions.give_null(STDIN_FILENO);
  actions.give(out, STDOUT_FILENO);
  for (std::size_t i = 0; i < given.size(); ++i) {
    copies.at(i) = above(*given.at(i));
    actions.give(copies.at(i), first_given + static_cast<int>(i));
  }
  actions.close_from(first_given + static_cast<int>(options.size()));
  std::string path = program();
  std::string command = "run";
  std::vector<char*> argv{path.data(), command.data()};
  for (const char* const option : options) argv.push_back(const_cast<char*>(option));
  argv.push_back(nullptr);
  const Attributes attributes;
  pid_t pid = 0;
  const int error =
      ::posix_spawnp(&pid, path.c_str(), actions.get(), attributes.get(), argv.data(), environ);
  if (error != 0)
    throw NoHelper("cannot run " + path + ": " + std::generic_category().message(error) +
                   " (MUSTER can name another)");
  return pid;
}

std::string bytes_of(const std::vector<std::string>& words) {
  std::string bytes = "muster-plan 1 " + std::to_string(words.size()) + '\0';
  for (const std::string& word : words) bytes.append(word).push_back('\0');
  return bytes;
}

/// If nobody takes them, the helper has ended, and its status says why.
void send(const Fd& socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0)
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    else if (errno != EINTR)
      return;
  }
}

}  // namespace

Helper::Helper(const std::vector<std::string>& plan)
    : result_(::memfd_create("muster-result", MFD_CLOEXEC | MFD_ALLOW_SEALING),
              "cannot create memory for the result"),
      status_(::memfd_create("muster-status", MFD_CLOEXEC), "cannot create memory for the status") {
  Pair words = make_pair();
  Pair cancel = make_pair();
  const Fd host = open_process(::getpid());
  const pid_t pid = spawn(result_, {&words.other, &status_, &host, &cancel.other});
  words.other.reset();
  // Not by closing: a child of another thread may have the socket, too.
  const auto end_of_words = [&words] { (void)::shutdown(words.one.get(), SHUT_WR); };
  cancel_ = std::move(cancel.one);
  try {
    process_ = open_process(pid);
  } catch (...) {
    end_of_words();  // without a plan it ends
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    throw;
  }
  send(words.one, bytes_of(plan));
  end_of_words();
}

Helper::~Helper() {
  if (!process_ || is_over_ || ::getpid() != owner_) return;
  cancel();
  try {
    if (wait(static_cast<int>(std::chrono::milliseconds(patience).count()))) return;
    (void)::syscall(SYS_pidfd_send_signal, process_.get(), SIGKILL, nullptr, 0);
    wait(-1);
  } catch (const std::system_error&) {  // without memory in the kernel nothing can be waited for
  }
}

bool Helper::wait(int timeout_milliseconds) {
  if (is_over_) return true;
  const auto deadline = Clock::now() + std::chrono::milliseconds(timeout_milliseconds);
  pollfd event{process_.get(), POLLIN, 0};
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    const int wait_for =
        timeout_milliseconds < 0 ? -1 : std::max(0, static_cast<int>(left.count()));
    const int ready = ::poll(&event, 1, wait_for);
    if (ready > 0) break;
    if (ready == 0) return false;
    if (errno != EINTR) throw_error(errno, "cannot wait for muster");
  }
  siginfo_t info{};  // somebody else may have reaped it
  (void)::waitid(P_PIDFD, static_cast<id_t>(process_.get()), &info, WEXITED);
  return is_over_ = true;
}

void Helper::cancel() {
  if (is_over_ || !cancel_) return;
  was_cancelled_ = true;
  // Closing alone does nothing while a child that the host has forked has a copy.
  send(cancel_, std::string_view("\0", 1));
  cancel_.reset();
}

std::string Helper::status() const {
  struct stat about {};
  if (::fstat(status_.get(), &about) != 0) throw_error(errno, "cannot read the status");
  std::string text(static_cast<std::size_t>(about.st_size), '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t bytes =
        ::pread(status_.get(), text.data() + size, text.size() - size, static_cast<off_t>(size));
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes <= 0) break;
    size += static_cast<std::size_t>(bytes);
  }
  text.resize(size);
  return text;
}

}  // namespace muster::lib
