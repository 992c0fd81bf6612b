#include "os/standard_input.h"

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

namespace muster::os {

bool is_standard_input_unread() {
  struct stat own {};
  struct stat parents {};
  const std::string path = "/proc/" + std::to_string(::getppid()) + "/fd/0";
  if (::fstat(STDIN_FILENO, &own) != 0 || ::stat(path.c_str(), &parents) != 0) return false;
  if (own.st_dev == parents.st_dev && own.st_ino == parents.st_ino) return false;
  if (S_ISREG(own.st_mode)) return ::lseek(STDIN_FILENO, 0, SEEK_CUR) < own.st_size;
  int bytes = 0;
  return S_ISFIFO(own.st_mode) && ::ioctl(STDIN_FILENO, FIONREAD, &bytes) == 0 && bytes > 0;
}

}  // namespace muster::os
