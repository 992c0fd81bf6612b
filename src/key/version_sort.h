#ifndef MUSTER_KEY_VERSION_SORT_H
#define MUSTER_KEY_VERSION_SORT_H

#include <cstdint>
#include <string_view>

namespace muster::key {

/// Compares two texts as `sort -V` and `ls -v` do: runs of digits as numbers, other runs by
/// characters with `~` before everything, a file's suffixes only when the rest ties, hidden files
/// first. The rules are those of the GNU coreutils manual, "Version sort ordering"; they extend
/// Debian's rules for package versions.
int compare_versions(std::string_view a, std::string_view b);

/// An integer that never decreases along that order.
std::uint64_t prefix_of_version(std::string_view text);

}  // namespace muster::key

#endif
