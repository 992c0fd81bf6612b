#include "os/descriptor_limit.h"

#include <fcntl.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <system_error>

#include "os/error.h"

namespace muster::os {
namespace {

// As it was found; what children get back.
std::optional<rlimit> original_limit;

/// How many descriptors are open, of those that the limit `below` allows.
std::size_t descriptors_taken(std::size_t below) {
  std::error_code error;
  const std::filesystem::directory_iterator open("/proc/self/fd", error);
  // The iterator's own is among them, and is free again.
  if (!error) return static_cast<std::size_t>(std::distance(begin(open), end(open))) - 1;
  // Without /proc each has to be asked for. They are given out from the lowest number on.
  constexpr std::size_t asked_max = 4096;
  std::size_t taken = 0;
  for (std::size_t number = 0; number < std::min(below, asked_max); ++number)
    if (::fcntl(static_cast<int>(number), F_GETFD) >= 0) ++taken;
  return taken;
}

}  // namespace

std::size_t raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) throw_errno("cannot read the limit on descriptors");
  if (limit.rlim_cur < limit.rlim_max) {
    original_limit = limit;
    limit.rlim_cur = limit.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) limit = *original_limit;
  }
  return limit.rlim_cur;
}

std::size_t descriptors_left() {
  constexpr std::size_t held_back = 2;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) throw_errno("cannot read the limit on descriptors");
  const std::size_t taken = descriptors_taken(limit.rlim_cur);
  return limit.rlim_cur > taken + held_back ? limit.rlim_cur - taken - held_back : 0;
}

bool restore_descriptor_limit() noexcept {
  return !original_limit || ::setrlimit(RLIMIT_NOFILE, &*original_limit) == 0;
}

}  // namespace muster::os
