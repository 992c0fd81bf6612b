#include "spill/folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "os/error.h"
#include "os/file.h"
#include "os/io.h"

namespace muster::spill {

Folder::Folder(std::string path) : path_(std::move(path)) {
  if (::access(path_.c_str(), W_OK | X_OK) != 0)
    os::throw_errno("cannot write temporary files to " + path_);
}

os::Fd Folder::create_file() const {
  bool is_unsupported = false;
  os::Fd file = os::create_nameless(path_, O_RDWR, 0600, is_unsupported);
  if (is_unsupported) {
    std::string name = path_ + "/muster-XXXXXX";
    file = os::Fd(::mkostemp(name.data(), O_CLOEXEC));
    if (file) ::unlink(name.c_str());
  }
  if (!file) os::throw_errno("cannot create a temporary file in " + path_);
  return file;
}

void Folder::write(const os::Fd& file, std::string_view bytes) const {
  if (const int error = os::try_write_all(file.get(), bytes); error != 0)
    os::throw_error(error, "cannot write temporary files to " + path_);
}

}  // namespace muster::spill
