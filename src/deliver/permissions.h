#ifndef MUSTER_DELIVER_PERMISSIONS_H
#define MUSTER_DELIVER_PERMISSIONS_H

#include <sys/stat.h>

#include <string>

#include "os/fd.h"

namespace muster::deliver {

/// Makes `file`, which is new and for its owner alone, what the file that it is to replace is to
/// everyone: owner and group as far as this process may give it away, mode, access control list,
/// extended attributes. Nobody gets a permission that the old file denied.
///
/// `old_file` may be one that only pins it. Throws std::system_error, or std::runtime_error with a
/// remedy when something that has to be kept cannot be; `path` names the file in messages.
void keep_permissions(const os::Fd& old_file, const struct stat& old_status, const os::Fd& file,
                      const std::string& path);

/// The mode of a file for one in its place whose owner or group may be another one. The old owner
/// has become one of the group or of the others, and the members of the old group are among the
/// others: none of them may gain by it.
mode_t kept_mode(mode_t mode, bool has_owner, bool has_group);

}  // namespace muster::deliver

#endif
