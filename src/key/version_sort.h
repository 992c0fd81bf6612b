#ifndef MUSTER_KEY_VERSION_SORT_H
#define MUSTER_KEY_VERSION_SORT_H

#include <cstddef>
#include <span>
#include <string_view>

namespace muster::key {

/// Compares two texts as `sort -V` and `ls -v` do: runs of digits as numbers, other runs by
/// characters with `~` before everything, a file's suffixes only when the rest ties, hidden files
/// first. The rules are those of the GNU coreutils manual, "Version sort ordering"; they extend
/// Debian's rules for package versions.
int compare_versions(std::string_view a, std::string_view b);

/// Spells a text so that the bytes of two spellings compare as compare_versions does, of texts
/// whose numbers have no more than 250 digits. With a longer one the spelling does not end, since
/// it tells no difference from there on. Writes what is left of it after `skip` bytes, as far as
/// `spelled` holds it, and returns how many bytes that is.
std::size_t spell_version(std::string_view text, std::size_t skip, std::span<char> spelled);

}  // namespace muster::key

#endif
