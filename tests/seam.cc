#include "seam.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace muster::seam {
namespace {

Trouble* current = nullptr;

/// Whether this call is to fail, with errno set; `size` may become less.
bool fails(std::size_t& size) {
  if (current == nullptr) return false;
  const int number = current->calls++;
  size = std::min(size, current->bytes_max);
  errno = EINTR;
  if (current->is_interrupted && number % 2 == 0) return true;
  errno = current->error;
  return current->error != 0 && number == current->failing;
}

}  // namespace

Trouble::Trouble() {
  current = this;
}

Trouble::Trouble(std::size_t bytes, bool interrupted)
    : bytes_max(bytes), is_interrupted(interrupted) {
  current = this;
}

Trouble::~Trouble() {
  current = nullptr;
}

}  // namespace muster::seam

// The names are the linker's: what is called read in a test is __wrap_read.
// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {

ssize_t __real_read(int fd, void* buffer, size_t size);
ssize_t __real_pread(int fd, void* buffer, size_t size, off_t offset);
ssize_t __real_write(int fd, const void* buffer, size_t size);

ssize_t __wrap_read(int fd, void* buffer, size_t size) {
  return muster::seam::fails(size) ? -1 : __real_read(fd, buffer, size);
}

ssize_t __wrap_pread(int fd, void* buffer, size_t size, off_t offset) {
  return muster::seam::fails(size) ? -1 : __real_pread(fd, buffer, size, offset);
}

ssize_t __wrap_write(int fd, const void* buffer, size_t size) {
  return muster::seam::fails(size) ? -1 : __real_write(fd, buffer, size);
}
}
// NOLINTEND(bugprone-reserved-identifier)
