#ifndef MUSTER_OS_ATTRIBUTES_H
#define MUSTER_OS_ATTRIBUTES_H

#include <optional>
#include <string>
#include <vector>

#include "os/fd.h"

namespace muster::os {

// Extended attributes: user.*, security labels, access control lists. The descriptor may be one
// that only pins a file (O_PATH). All but set_attribute() throw std::system_error on failure.

/// Those that a file has; none where the file system knows none.
std::vector<std::string> attribute_names(const Fd& file);

/// The value; nothing if the file has no such attribute.
std::optional<std::string> attribute(const Fd& file, const std::string& name);

/// Returns 0 or an errno.
int set_attribute(const Fd& file, const std::string& name, const std::string& value);

/// Also if there is none.
void remove_attribute(const Fd& file, const std::string& name);

}  // namespace muster::os

#endif
