#include "os/file.h"

#include <fcntl.h>

#include <cerrno>

#include "os/error.h"

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

}  // namespace muster::os
