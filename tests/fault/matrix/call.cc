// How each system call that Muster makes may fail.

#include "fault/matrix/call.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <string_view>

namespace muster::matrix {
namespace {

struct Row {
  int call;
  const char* name;
  std::vector<int> errors;       // of all that it may be about
  const char* interrupted = "";  // what it is about where EINTR may come
};

const std::vector<Row>& rows() {
  static const std::vector<Row> table = {
      {SYS_read, "read", {}, "ps"},
      {SYS_write, "write", {}, "ps"},
      {SYS_pread64, "pread64", {}},
      {SYS_pwrite64, "pwrite64", {}},
      {SYS_readv, "readv", {}, "ps"},
      {SYS_writev, "writev", {}, "ps"},
      {SYS_openat, "openat", {EMFILE, ENFILE, ENOMEM, EACCES}, "oct"},
      {SYS_close, "close", {}},
      {SYS_pipe2, "pipe2", {EMFILE, ENFILE}},
      {SYS_vfork, "vfork", {EAGAIN, ENOMEM}},
      {SYS_fork, "fork", {EAGAIN, ENOMEM}},
      {SYS_clone, "clone", {EAGAIN, ENOMEM}},
      {SYS_clone3, "clone3", {EAGAIN, ENOMEM}},
      {SYS_execve, "execve", {ENOMEM, EACCES}},
      {SYS_mmap, "mmap", {ENOMEM}},
      {SYS_mremap, "mremap", {ENOMEM}},
      {SYS_mprotect, "mprotect", {ENOMEM}},
      {SYS_madvise, "madvise", {ENOMEM, EAGAIN}},
      {SYS_munmap, "munmap", {}},
      {SYS_brk, "brk", {}},
      {SYS_ftruncate, "ftruncate", {ENOSPC, EIO}, "-"},
      {SYS_fallocate, "fallocate", {ENOSPC, EOPNOTSUPP}, "-"},
      {SYS_linkat, "linkat", {ENOSPC, EEXIST, EPERM}},
      {SYS_rename, "rename", {ENOSPC, EIO}},
      {SYS_unlink, "unlink", {}},
      {SYS_unlinkat, "unlinkat", {}},
      {SYS_rmdir, "rmdir", {}},
      {SYS_mkdir, "mkdir", {ENOSPC, EACCES}},
      {SYS_fsync, "fsync", {EIO, ENOSPC}, "-"},
      {SYS_fstat, "fstat", {EIO}},
      {SYS_newfstatat, "newfstatat", {EACCES, ENOMEM}},
      {SYS_statfs, "statfs", {EIO}, "-"},
      {SYS_fstatfs, "fstatfs", {EIO}, "-"},
      {SYS_lseek, "lseek", {}},
      {SYS_fcntl, "fcntl", {}},
      {SYS_dup, "dup", {EMFILE}},
      {SYS_dup2, "dup2", {}, "-"},
      {SYS_dup3, "dup3", {}, "-"},
      {SYS_epoll_create1, "epoll_create1", {EMFILE, ENOMEM}},
      {SYS_epoll_ctl, "epoll_ctl", {}},
      {SYS_epoll_wait, "epoll_wait", {}, "-"},
      {SYS_epoll_pwait, "epoll_pwait", {}, "-"},
      {SYS_poll, "poll", {}, "-"},
      {SYS_ppoll, "ppoll", {}, "-"},
      {SYS_pidfd_open, "pidfd_open", {EMFILE, ENOMEM}},
      {SYS_pidfd_send_signal, "pidfd_send_signal", {}},
      {SYS_signalfd4, "signalfd4", {EMFILE, ENOMEM}},
      {SYS_timerfd_create, "timerfd_create", {EMFILE, ENOMEM}},
      {SYS_eventfd2, "eventfd2", {EMFILE, ENOMEM}},
      {SYS_memfd_create, "memfd_create", {EMFILE, ENOMEM}},
      {SYS_socketpair, "socketpair", {EMFILE, ENOMEM}},
      {SYS_sendmsg, "sendmsg", {ENOMEM}, "s"},
      {SYS_sendto, "sendto", {ENOMEM}, "s"},
      {SYS_recvmsg, "recvmsg", {ENOMEM}, "s"},
      {SYS_recvfrom, "recvfrom", {ENOMEM}, "s"},
      {SYS_flock, "flock", {ENOLCK}, "-"},
      {SYS_getdents64, "getdents64", {EIO}},
      {SYS_readlink, "readlink", {EACCES, ENOMEM}},
      {SYS_readlinkat, "readlinkat", {EACCES, ENOMEM}},
      {SYS_access, "access", {EACCES, ENOMEM}},
      {SYS_faccessat, "faccessat", {EACCES, ENOMEM}},
      {SYS_faccessat2, "faccessat2", {EACCES, ENOMEM}},
      {SYS_fchmod, "fchmod", {EPERM, EIO}},
      {SYS_fchown, "fchown", {EPERM, EIO}},
      {SYS_fsetxattr, "fsetxattr", {ENOSPC, EPERM}},
      {SYS_getrandom, "getrandom", {}, "-"},
      {SYS_wait4, "wait4", {}, "-"},
      {SYS_waitid, "waitid", {}, "-"},
      {SYS_kill, "kill", {}},
      {SYS_tgkill, "tgkill", {}},
      {SYS_setpgid, "setpgid", {}},
      {SYS_getpgid, "getpgid", {}},
      {SYS_getsid, "getsid", {}},
      {SYS_prctl, "prctl", {}},
      {SYS_ioctl, "ioctl", {}},
      {SYS_futex, "futex", {}},
      {SYS_splice, "splice", {}, "-"},
      {SYS_close_range, "close_range", {}},
      {SYS_prlimit64, "prlimit64", {}},
      {SYS_rt_sigaction, "rt_sigaction", {}},
      {SYS_rt_sigprocmask, "rt_sigprocmask", {}},
      {SYS_rt_sigreturn, "rt_sigreturn", {}},
      {SYS_sched_getaffinity, "sched_getaffinity", {}},
      {SYS_sched_yield, "sched_yield", {}},
      {SYS_clock_nanosleep, "clock_nanosleep", {}, "-"},
      {SYS_getpid, "getpid", {}},
      {SYS_getppid, "getppid", {}},
      {SYS_gettid, "gettid", {}},
      {SYS_getpgrp, "getpgrp", {}},
      {SYS_getuid, "getuid", {}},
      {SYS_geteuid, "geteuid", {}},
      {SYS_getgid, "getgid", {}},
      {SYS_getegid, "getegid", {}},
      {SYS_getrusage, "getrusage", {}},
      {SYS_getcwd, "getcwd", {}},
      {SYS_sysinfo, "sysinfo", {}},
      {SYS_uname, "uname", {}},
      {SYS_umask, "umask", {}},
      {SYS_fadvise64, "fadvise64", {}},
      {SYS_arch_prctl, "arch_prctl", {}},
      {SYS_set_tid_address, "set_tid_address", {}},
      {SYS_set_robust_list, "set_robust_list", {}},
      {SYS_rseq, "rseq", {}},
      {SYS_exit, "exit", {}},
      {SYS_exit_group, "exit_group", {}},
  };
  return table;
}

const Row* row_of(int call) {
  const auto found = std::find_if(rows().begin(), rows().end(),
                                  [call](const Row& row) { return row.call == call; });
  return found == rows().end() ? nullptr : &*found;
}

bool has_descriptor(int call) {
  switch (call) {
    case SYS_read:
    case SYS_write:
    case SYS_pread64:
    case SYS_pwrite64:
    case SYS_readv:
    case SYS_writev:
    case SYS_sendmsg:
    case SYS_recvmsg:
    case SYS_sendto:
    case SYS_recvfrom:
      return true;
    default:
      return false;
  }
}

char kind_of_descriptor(pid_t process, std::uint64_t number) {
  std::array<char, PATH_MAX> text{};
  const std::string link =
      "/proc/" + std::to_string(process) + "/fd/" + std::to_string(static_cast<int>(number));
  const ssize_t bytes = ::readlink(link.c_str(), text.data(), text.size());
  const std::string_view name(text.data(), static_cast<std::size_t>(std::max<ssize_t>(bytes, 0)));
  if (name.starts_with("pipe:")) return 'p';
  if (name.starts_with("socket:")) return 's';
  return name.starts_with("/") && !name.starts_with("/dev/null") ? 'f' : 'a';
}

}  // namespace

std::string call_name(int call) {
  const Row* const row = row_of(call);
  return row != nullptr ? row->name : std::to_string(call);
}

char what_it_is_about(pid_t process, int call, const Arguments& arguments) {
  if (call == SYS_write && arguments[0] == STDERR_FILENO) return 'e';
  if (has_descriptor(call)) return kind_of_descriptor(process, arguments[0]);
  if (call == SYS_openat) {
    if ((arguments[2] & O_TMPFILE) == O_TMPFILE) return 't';
    return (arguments[2] & O_CREAT) != 0 ? 'c' : 'o';
  }
  if (call == SYS_fcntl) {
    if (arguments[1] == F_DUPFD_CLOEXEC || arguments[1] == F_DUPFD) return 'd';
    if (arguments[1] == F_SETPIPE_SZ) return 'p';
  }
  if (call == SYS_epoll_ctl && arguments[1] == EPOLL_CTL_ADD) return 'a';
  return '-';
}

std::uint64_t bytes_asked_for(int call, const Arguments& arguments) {
  switch (call) {
    case SYS_read:
    case SYS_write:
    case SYS_pread64:
    case SYS_pwrite64:
      return arguments[bytes_argument];
    default:
      return 0;
  }
}

std::vector<int> plausible_errors(const Point& point) {
  const Row* const row = row_of(point.call);
  if (row == nullptr) return {};
  std::vector<int> errors = row->errors;
  const auto add = [&](std::initializer_list<int> more) { errors.insert(errors.end(), more); };
  switch (point.call) {
    case SYS_read:
    case SYS_pread64:
    case SYS_readv:
      if (point.about == 'f') add({EIO});
      break;
    case SYS_write:
    case SYS_pwrite64:
    case SYS_writev:
      if (point.about == 'f') add({ENOSPC, EIO});
      break;
    case SYS_openat:
      if (point.about != 'o') add({ENOSPC});
      if (point.about == 't') add({EOPNOTSUPP});
      break;
    case SYS_fcntl:
      if (point.about == 'd') add({EMFILE});
      if (point.about == 'p') add({EPERM, ENOMEM});
      break;
    case SYS_epoll_ctl:
      if (point.about == 'a') add({ENOMEM, ENOSPC});
      break;
    default:
      break;
  }
  return errors;
}

bool may_be_interrupted(const Point& point) {
  const Row* const row = row_of(point.call);
  return row != nullptr &&
         std::string_view(row->interrupted).find(point.about) != std::string::npos;
}

std::uint64_t whole_bytes(const Point& point) {
  return point.call == SYS_write && point.about == 'p' ? PIPE_BUF : 1;
}

bool may_be_short(const Point& point) {
  return point.can_be_short && (point.about == 'f' || point.about == 'p');
}

const std::vector<Impossible>& impossible_failures() {
  static const std::vector<Impossible> list = {
      {"close",
       "the descriptor is closed whatever it returns; a call that is left out leaves it open"},
      {"read, write of a pipe", "it fails only if the other end has gone, which is what kills try"},
      {"a short write to a pipe of up to 4096 bytes", "the kernel writes them whole or not at all"},
      {"write of stderr", "there is no other place to say so"},
      {"munmap, brk", "Muster unmaps what it has mapped, whole; malloc does without brk"},
      {"unlink, rmdir", "who may make a name may remove it; a name that cannot be removed stays"},
      {"fcntl F_GETFD, F_SETFD, F_GETFL, F_SETFL", "they cannot fail on an open descriptor"},
      {"epoll_ctl EPOLL_CTL_DEL, EPOLL_CTL_MOD", "they cannot fail on a descriptor that was added"},
      {"epoll_wait, poll of few, wait4, futex", "they fail only if interrupted"},
      {"dup2, prctl, setpgid, sigaction, sigprocmask", "with these arguments they cannot fail"},
      {"kill, pidfd_send_signal", "EPERM is a set-user-id worker: another test has that"},
      {"getpid and other calls without errors", "they cannot fail"},
  };
  return list;
}

}  // namespace muster::matrix
