#ifndef MUSTER_VERSION_H
#define MUSTER_VERSION_H

namespace muster {

/// The version of the library and of the `muster` binary, as semver.org writes it.
inline constexpr const char* version = "0.1.0";

}  // namespace muster

#endif
