#include "os/file.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "os/error.h"
#include "os/signals.h"

namespace muster::os {

Fd open_for_reading(const std::string& path) {
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) throw_errno("cannot open " + path);
  return file;
}

Fd create_nameless(const std::string& folder, int access, unsigned mode, bool& is_unsupported) {
  Fd file(::open(folder.c_str(), O_TMPFILE | access | O_CLOEXEC, mode));
  // EISDIR comes from kernels, and EINVAL from file systems, that do not know of O_TMPFILE.
  is_unsupported = !file && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL);
  return file;
}

int replace_by_nameless(const Fd& file, const std::string& temporary, const std::string& target) {
  const std::string path = "/proc/self/fd/" + std::to_string(file.get());
  enum Step { nothing, linked, renamed };
  volatile Step step = nothing;  // written by the child, in memory that both share
  volatile int error = 0;
  const auto take_steps = [&] {
    if (::linkat(AT_FDCWD, path.c_str(), AT_FDCWD, temporary.c_str(), AT_SYMLINK_FOLLOW) != 0) {
      error = errno;
      return;
    }
    step = linked;
    if (::rename(temporary.c_str(), target.c_str()) == 0) {
      step = renamed;
      return;
    }
    error = errno;
  };
  const AllSignalsBlocked blocked;  // in the child too
  const pid_t pid = ::vfork();      // NOLINT(clang-analyzer-security.insecureAPI.vfork)
  if (pid == 0) {
    take_steps();
    ::_exit(0);
  }
  if (pid < 0) take_steps();
  while (pid > 0 && ::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  if (step == renamed) return 0;
  // Killed before it could say what it had done, it may have linked the name.
  if (step == nothing && error == 0) (void)::unlink(temporary.c_str());
  // Nothing to unlink, although there was: the child was killed when it had renamed it.
  if (step == linked && ::unlink(temporary.c_str()) != 0 && errno == ENOENT && error == 0) return 0;
  return error != 0 ? error : EINTR;
}

}  // namespace muster::os
