#include "deliver/permissions.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <vector>

#include "os/attributes.h"
#include "os/error.h"

namespace muster::deliver {
namespace {

constexpr const char* posix_list = "system.posix_acl_access";

bool is_access_list(std::string_view name) {
  constexpr std::array lists{std::string_view(posix_list), std::string_view("system.nfs4_acl"),
                             std::string_view("system.nfs4_dacl"),
                             std::string_view("system.richacl")};
  return std::find(lists.begin(), lists.end(), name) != lists.end();
}

/// What belongs to the file and not to its bytes: hashes and capabilities do not outlive a change
/// of the bytes, and what is not named here is the file system's own.
bool is_label(std::string_view name) {
  constexpr std::array of_bytes{std::string_view("security.capability"),
                                std::string_view("security.ima"), std::string_view("security.evm")};
  return name.starts_with("user.") ||
         (name.starts_with("security.") &&
          std::find(of_bytes.begin(), of_bytes.end(), name) == of_bytes.end());
}

[[noreturn]] void refuse(const std::string& path, const std::string& name, int error) {
  const std::string what =
      is_access_list(name) ? "access control list" : "extended attribute " + name;
  throw std::runtime_error("cannot open the output file " + path + ": its " + what +
                           " cannot be kept: " + os::error_text(error) +
                           " (redirect standard output to it instead)");
}

void keep_attribute(const os::Fd& old_file, const os::Fd& file, const std::string& name,
                    const std::string& path) {
  try {
    const auto value = os::attribute(old_file, name);
    // Labels and lists that every file has are often the same already, and may not be set.
    if (!value || value == os::attribute(file, name)) return;
    if (const int error = os::set_attribute(file, name, *value); error != 0)
      refuse(path, name, error);
  } catch (const std::system_error& error) {
    refuse(path, name, error.code().value());
  }
}

}  // namespace

mode_t kept_mode(mode_t mode, bool has_owner, bool has_group) {
  mode &= 07777U;
  if (has_owner && has_group) return mode;
  mode &= 0777U;
  mode_t group = (mode >> 3U) & 7U;
  mode_t others = mode & 7U;
  if (!has_owner) {
    group &= mode >> 6U;
    others &= mode >> 6U;
  }
  if (!has_group) {
    others &= group;
    group = 0;
  }
  return (mode & 0700U) | group << 3U | others;
}

void keep_permissions(const os::Fd& old_file, const struct stat& old_status, const os::Fd& file,
                      const std::string& path) {
  const std::string context = "cannot open the output file " + path;
  std::vector<std::string> lists;
  for (const std::string& name : os::attribute_names(old_file)) {
    if (is_access_list(name)) lists.push_back(name);
    if (is_label(name)) keep_attribute(old_file, file, name, path);
  }

  // Only root may give a file away; anyone else may only choose a group of theirs.
  if (::fchown(file.get(), old_status.st_uid, old_status.st_gid) != 0)
    (void)!::fchown(file.get(), static_cast<uid_t>(-1), old_status.st_gid);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) os::throw_errno(context);
  const mode_t mode = kept_mode(old_status.st_mode, status.st_uid == old_status.st_uid,
                                status.st_gid == old_status.st_gid);

  // The mode comes last: until then the file is for its owner alone, and with a list the bits of
  // the group are the list's mask.
  if (!lists.empty() && (mode & 0777U) != (old_status.st_mode & 0777U))
    refuse(path, lists.front(), EPERM);  // its entries for owner and group would mean others
  for (const std::string& name : lists) keep_attribute(old_file, file, name, path);
  // The folder may have a default list.
  if (lists.empty()) os::remove_attribute(file, posix_list);
  if (::fstat(file.get(), &status) != 0) os::throw_errno(context);
  if ((status.st_mode & 07777U) != mode && ::fchmod(file.get(), mode) != 0)
    os::throw_errno(context);
}

}  // namespace muster::deliver
