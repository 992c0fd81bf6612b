#include "deliver/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "deliver/permissions.h"
#include "deliver/target.h"
#include "os/error.h"
#include "os/file.h"
#include "os/given_descriptors.h"
#include "os/random.h"

namespace muster::deliver {

OutputFile::OutputFile(const std::string& path) {
  const std::string cannot_open = "cannot open the output file " + path;
  const Target target = find_target(path);
  if (target.descriptor) {
    fd_ = os::copy_given_output(*target.descriptor);
    if (!fd_) os::throw_errno(cannot_open);
    return;
  }
  const bool exists = bool(target.file);
  if (exists && S_ISDIR(target.status.st_mode)) os::throw_error(EISDIR, cannot_open);
  if (exists && !S_ISREG(target.status.st_mode)) {
    fd_ = os::Fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
    if (!fd_) os::throw_errno(cannot_open);
    return;
  }
  target_ = target.path;
  // A file that may not be written must not be replaced either.
  if (exists && ::faccessat(AT_FDCWD, target_.c_str(), W_OK, AT_EACCESS) != 0)
    os::throw_errno(cannot_open);

  const std::string parent = std::filesystem::path(target_).parent_path().string();
  const std::string folder = parent.empty() ? "." : parent;
  temporary_name_ = folder + "/.muster-" + os::random_name(8);
  // What replaces a file is its owner's alone until it has the permissions of that file.
  const mode_t mode = exists ? 0600 : 0666;
  bool is_unsupported = false;
  fd_ = os::create_nameless(folder, O_WRONLY, mode, is_unsupported);
  if (is_unsupported) {
    fd_ = os::Fd(::open(temporary_name_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode));
    has_name_ = bool(fd_);
  }
  if (!fd_) os::throw_errno(cannot_open);
  try {
    if (exists) keep_permissions(target.file, target.status, fd_, path);
  } catch (...) {
    remove_temporary();
    throw;
  }
}

OutputFile::~OutputFile() {
  remove_temporary();
}

void OutputFile::remove_temporary() noexcept {
  if (has_name_) ::unlink(temporary_name_.c_str());
}

void OutputFile::commit() {
  const std::string cannot_complete = "cannot complete the output file " + target_;
  if (temporary_name_.empty()) return;
  if (::fsync(fd_.get()) != 0) os::throw_errno(cannot_complete);
  if (has_name_) {
    if (::rename(temporary_name_.c_str(), target_.c_str()) != 0) os::throw_errno(cannot_complete);
    has_name_ = false;
  } else if (const int error = os::replace_by_nameless(fd_, temporary_name_, target_); error != 0) {
    os::throw_error(error, cannot_complete);
  }
  const os::Fd folder(::open(std::filesystem::path(temporary_name_).parent_path().c_str(),
                             O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder) (void)::fsync(folder.get());  // the rename too; not every file system can
}

}  // namespace muster::deliver
