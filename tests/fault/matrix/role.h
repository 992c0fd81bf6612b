#ifndef MUSTER_MATRIX_ROLE_H
#define MUSTER_MATRIX_ROLE_H

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace muster::matrix {

/// What a process or thread of a run is.
enum class Role : std::uint8_t {
  init,
  scheduler,         ///< its first thread
  guardian,          ///< the Scheduler's thread of that name
  scheduler_thread,  ///< any other thread of the Scheduler
  dealer,
  dealer_thread,
  init_thread,
  child,   ///< what init has started, before it is another program: functions of a demo stay that
  worker,  ///< the program of a worker, and what it has started
};
inline constexpr std::size_t role_count = 9;

const char* name_of(Role role);

/// Whether its code is Muster's own.
bool is_of_muster(Role role);

/// What a new thread of a process is. Threads are told apart by their names, which they are given
/// a moment later: see role_by_name.
Role role_of_thread(Role process);

/// What a thread is now that it has a name.
Role role_by_name(Role role, pid_t thread);

/// What a process is now that it has called exec. `program` is the path of muster.
Role role_after_exec(pid_t process, const std::string& program);

/// Where a thread belongs.
struct Kin {
  pid_t process = -1;
  pid_t parent = -1;
};
Kin kin_of(pid_t thread);

/// The name that /proc shows, for messages.
std::string command_of(pid_t process);

}  // namespace muster::matrix

#endif
