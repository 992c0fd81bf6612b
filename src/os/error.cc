#include "os/error.h"

#include <cerrno>
#include <system_error>

namespace muster::os {

void throw_errno(const std::string& context) {
  throw_error(errno, context);
}

void throw_error(int error, const std::string& context) {
  throw std::system_error(error, std::generic_category(), context);
}

std::string error_text(int error) {
  return std::generic_category().message(error);
}

}  // namespace muster::os
