#ifndef MUSTER_DELIVER_TARGET_H
#define MUSTER_DELIVER_TARGET_H

#include <sys/stat.h>

#include <optional>
#include <string>

#include "os/fd.h"

namespace muster::deliver {

/// What the name given to -o leads to, through all symbolic links at its end.
struct Target {
  /// The name is that of a descriptor (/dev/stdout, /dev/fd/3, /proc/self/fd/3): of this one. The
  /// rest is not set then.
  std::optional<int> descriptor;
  std::string path;       ///< the last name, which is no link
  os::Fd file;            ///< pins the file of that name (O_PATH); none if there is no file yet
  struct stat status {};  ///< of that file
};

/// Links are followed as open(2) follows them, and where it refuses to (fs.protected_symlinks) that
/// is an error. Throws std::system_error, or std::runtime_error for a link to a file whose name
/// cannot be known, such as /proc/PID/fd/1 of a file that is unlinked.
Target find_target(const std::string& name);

}  // namespace muster::deliver

#endif
