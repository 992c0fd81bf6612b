#ifndef MUSTER_OS_FILE_H
#define MUSTER_OS_FILE_H

#include <string>

#include "os/fd.h"

namespace muster::os {

Fd open_for_reading(const std::string& path);

/// A file in `folder` that has no name yet, or will never have one. Nothing, with errno set, if it
/// cannot be made; `is_unsupported` then says whether only a file with a name can be had there.
Fd create_nameless(const std::string& folder, int access, unsigned mode, bool& is_unsupported);

}  // namespace muster::os

#endif
