// From the name given to -o to the file that is to be replaced.
//
// To replace a file is to rename another one over it, so its last name has to be known, which no
// system call says of a file that does not exist yet. Links are therefore followed here, one at a
// time. Each is pinned before it is judged and read, so that nobody can put another in its place,
// and it is judged as the kernel would judge it; at the end the kernel has to have come to the same
// file.

#include "deliver/target.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <stdexcept>
#include <string_view>

#include "os/error.h"
#include "os/io.h"

namespace muster::deliver {
namespace {

bool is_same_file(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

struct stat status_of(const os::Fd& file, const std::string& context) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) os::throw_errno(context);
  return status;
}

/// The number that `name` is, as the kernel writes descriptors.
std::optional<int> number_of(std::string_view name) {
  int number = 0;
  const auto result = std::from_chars(name.data(), name.data() + name.size(), number);
  const bool is_canonical = name == "0" || (!name.empty() && name.front() >= '1');
  if (!is_canonical || result.ec != std::errc() || result.ptr != name.data() + name.size())
    return std::nullopt;
  return number;
}

/// Whether a folder is the one in which the kernel shows the descriptors of this process.
bool has_own_descriptors(const struct stat& folder) {
  for (const char* const own : {"/proc/self/fd", "/proc/thread-self/fd"}) {
    struct stat status {};
    if (::stat(own, &status) == 0 && is_same_file(status, folder)) return true;
  }
  return false;
}

/// Whether links are protected as proc(5) says; if that cannot be known, they are.
bool are_links_protected() {
  std::array<char, 8> text{};
  return os::read_small_file("/proc/sys/fs/protected_symlinks", text) != 2 || text[0] != '0';
}

/// The kernel's rule: what others put into a folder that everybody may write to leads nobody else
/// astray.
bool may_follow(const struct stat& link, const struct stat& folder) {
  constexpr mode_t shared = S_ISVTX | S_IWOTH;
  return link.st_uid == ::geteuid() || (folder.st_mode & shared) != shared ||
         link.st_uid == folder.st_uid || !are_links_protected();
}

std::string text_of_link(const os::Fd& link, const std::string& context) {
  std::string text(PATH_MAX, '\0');
  const ssize_t bytes = ::readlinkat(link.get(), "", text.data(), text.size());
  if (bytes < 0) os::throw_errno(context);
  text.resize(static_cast<std::size_t>(bytes));
  return text;
}

/// Follows the links at the end of `path`. `links` counts them.
Target follow(std::filesystem::path path, const std::string& context, int& links) {
  constexpr int links_max = 40;  // the kernel's limit
  for (links = 0; links <= links_max; ++links) {
    const std::string parent = path.parent_path().string();
    const os::Fd folder(
        ::open(parent.empty() ? "." : parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!folder) os::throw_errno(context);
    const struct stat folder_status = status_of(folder, context);
    Target target;
    target.path = path.string();
    const std::string name = path.filename().string();
    if (const auto number = number_of(name); number && has_own_descriptors(folder_status)) {
      target.descriptor = number;
      return target;
    }
    // "folder/" has no name at its end.
    target.file = os::Fd(
        ::openat(folder.get(), name.empty() ? "." : name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    if (!target.file && errno != ENOENT) os::throw_errno(context);
    if (!target.file) return target;
    target.status = status_of(target.file, context);
    if (!S_ISLNK(target.status.st_mode)) return target;
    if (!may_follow(target.status, folder_status)) os::throw_error(EACCES, context);
    path = path.parent_path() / text_of_link(target.file, context);
  }
  os::throw_error(ELOOP, context);
}

/// Whether the kernel comes from `name` to the file of `target`, or to none if that has none.
bool agrees(const Target& target, const std::string& name, const std::string& context) {
  const os::Fd file(::open(name.c_str(), O_PATH | O_CLOEXEC));
  if (!file && errno != ENOENT) os::throw_errno(context);
  if (!file || !target.file) return !file && !target.file;
  return is_same_file(status_of(file, context), target.status);
}

}  // namespace

Target find_target(const std::string& name) {
  const std::string context = "cannot open the output file " + name;
  if (name.empty()) os::throw_error(ENOENT, context);
  constexpr int attempts_max = 10;  // another file may have been renamed to it meanwhile
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    int links = 0;
    Target target = follow(name, context, links);
    if (target.descriptor || links == 0 || agrees(target, name, context)) return target;
  }
  throw std::runtime_error(context + ": it leads to a file that has no name to be replaced under");
}

}  // namespace muster::deliver
