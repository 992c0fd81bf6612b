// A plan that a program of any language writes: the words of a command line, each followed by NUL.
// The plan of codec.h is for Musters of one version among each other; this one is a promise to
// others (docs/protocol.md).

#ifndef MUSTER_PLAN_WORDS_H
#define MUSTER_PLAN_WORDS_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "os/fd.h"

namespace muster::plan {

/// Rises when what is written comes to mean something else.
inline constexpr std::uint32_t words_version = 1;
/// The word before all others is this, a space, the version, a space, and how many there are.
inline constexpr std::string_view words_magic = "muster-plan";

/// What `bytes`, which are all that was written, say. Throws CutShort or FormatError (archive.h).
std::vector<std::string> parse_words(std::string_view bytes);

/// Reads them up to the end of the descriptor. Throws std::system_error, too, if it cannot be read.
std::vector<std::string> read_words(const os::Fd& from);

}  // namespace muster::plan

#endif
