#include "os/attributes.h"

#include <sys/xattr.h>

#include <cerrno>
#include <cstring>

#include "os/error.h"

namespace muster::os {
namespace {

/// What the kernel allows for one value, and for all names (XATTR_SIZE_MAX, XATTR_LIST_MAX).
constexpr std::size_t attribute_bytes_max = std::size_t{64} << 10U;

/// The calls that take a descriptor refuse one that only pins a file; its name under /proc will do.
std::string path_of(const Fd& file) {
  return "/proc/self/fd/" + std::to_string(file.get());
}

}  // namespace

std::vector<std::string> attribute_names(const Fd& file) {
  std::string list(attribute_bytes_max, '\0');
  const ssize_t bytes = ::listxattr(path_of(file).c_str(), list.data(), list.size());
  if (bytes < 0 && errno == EOPNOTSUPP) return {};
  if (bytes < 0) throw_errno("cannot list the attributes of a file");
  std::vector<std::string> names;
  for (std::size_t at = 0; at < static_cast<std::size_t>(bytes); at += names.back().size() + 1)
    names.emplace_back(list.data() + at);
  return names;
}

std::optional<std::string> attribute(const Fd& file, const std::string& name) {
  std::string value(attribute_bytes_max, '\0');
  const ssize_t bytes = ::getxattr(path_of(file).c_str(), name.c_str(), value.data(), value.size());
  if (bytes < 0 && (errno == ENODATA || errno == EOPNOTSUPP)) return std::nullopt;
  if (bytes < 0) throw_errno("cannot read the attribute " + name);
  value.resize(static_cast<std::size_t>(bytes));
  return value;
}

int set_attribute(const Fd& file, const std::string& name, const std::string& value) {
  const int result = ::setxattr(path_of(file).c_str(), name.c_str(), value.data(), value.size(), 0);
  return result == 0 ? 0 : errno;
}

void remove_attribute(const Fd& file, const std::string& name) {
  if (::removexattr(path_of(file).c_str(), name.c_str()) != 0 && errno != ENODATA &&
      errno != EOPNOTSUPP)
    throw_errno("cannot remove the attribute " + name);
}

}  // namespace muster::os
