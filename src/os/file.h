#ifndef MUSTER_OS_FILE_H
#define MUSTER_OS_FILE_H

#include <string>

#include "os/fd.h"

namespace muster::os {

Fd open_for_reading(const std::string& path);

/// A file in `folder` that has no name yet, or will never have one. Nothing, with errno set, if it
/// cannot be made; `is_unsupported` then says whether only a file with a name can be had there.
Fd create_nameless(const std::string& folder, int access, unsigned mode, bool& is_unsupported);

/// Gives a file of create_nameless() the name `target`, in place of whatever has it, by way of the
/// name `temporary` in the same folder. A child does it, so that this process may be killed
/// meanwhile and the temporary name goes all the same. Returns 0, or an errno; then neither name
/// has changed. Needs /proc.
int replace_by_nameless(const Fd& file, const std::string& temporary, const std::string& target);

}  // namespace muster::os

#endif
