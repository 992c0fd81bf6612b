// Roles are told apart by the program, the name it was started under, and the names of threads.

#include "fault/matrix/role.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "os/fd.h"
#include "os/io.h"

namespace muster::matrix {
namespace {

std::string text_of(pid_t process, const char* file) {
  const os::Fd fd(
      ::open(("/proc/" + std::to_string(process) + "/" + file).c_str(), O_RDONLY | O_CLOEXEC));
  return os::read_to_end(fd).value_or("");
}

}  // namespace

const char* name_of(Role role) {
  switch (role) {
    case Role::init:
      return "init";
    case Role::scheduler:
      return "Scheduler";
    case Role::guardian:
      return "guardian";
    case Role::scheduler_thread:
      return "Scheduler-thread";
    case Role::dealer:
      return "Dealer";
    case Role::dealer_thread:
      return "Dealer-thread";
    case Role::init_thread:
      return "init-thread";
    case Role::child:
      return "child";
    case Role::worker:
      return "worker";
  }
  return "";
}

bool is_of_muster(Role role) {
  return role != Role::worker;
}

Role role_of_thread(Role process) {
  switch (process) {
    case Role::init:
    case Role::init_thread:
      return Role::init_thread;
    case Role::scheduler:
    case Role::guardian:
    case Role::scheduler_thread:
      return Role::scheduler_thread;
    case Role::dealer:
    case Role::dealer_thread:
      return Role::dealer_thread;
    case Role::child:
    case Role::worker:
      break;
  }
  return process;
}

Role role_by_name(Role role, pid_t thread) {
  return role == Role::scheduler_thread && command_of(thread) == "muster-guard" ? Role::guardian
                                                                                : role;
}

Role role_after_exec(pid_t process, const std::string& program) {
  std::array<char, PATH_MAX> path{};
  const std::string link = "/proc/" + std::to_string(process) + "/exe";
  const ssize_t bytes = ::readlink(link.c_str(), path.data(), path.size());
  if (bytes < 0 || std::string_view(path.data(), static_cast<std::size_t>(bytes)) != program)
    return Role::worker;
  const std::string words = text_of(process, "cmdline");
  const std::string_view name = words.c_str();
  if (name == "muster-sched") return Role::scheduler;
  if (name == "muster-dealer") return Role::dealer;
  return Role::init;
}

Kin kin_of(pid_t thread) {
  const std::string status = text_of(thread, "status");
  const auto number_after = [&](const char* title) {
    const std::size_t at = status.find(title);
    return at == std::string::npos ? -1
                                   : static_cast<pid_t>(std::strtol(
                                         status.c_str() + at + std::strlen(title), nullptr, 10));
  };
  return {number_after("\nTgid:"), number_after("\nPPid:")};
}

std::string command_of(pid_t process) {
  std::string name = text_of(process, "comm");
  if (!name.empty()) name.pop_back();  // the newline
  return name;
}

}  // namespace muster::matrix
