#include "os/random.h"

#include <sys/random.h>

#include "os/error.h"

namespace muster::os {

std::string random_name(std::size_t bytes) {
  std::string name;
  for (std::size_t i = 0; i < bytes; ++i) {
    unsigned char byte = 0;
    if (::getrandom(&byte, 1, 0) != 1) throw_errno("cannot get random bytes");
    constexpr char digits[] = "0123456789abcdef";
    name += digits[byte >> 4U];
    name += digits[byte & 15U];
  }
  return name;
}

}  // namespace muster::os
