#ifndef MUSTER_JOBS_MAX_H
#define MUSTER_JOBS_MAX_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace muster::jobs {

/// How many jobs may run at a time, as people write it: a number (0: no limit), a percentage of
/// `processors`, or with + or - that many more or less than those, at least 1. Blanks around it do
/// not count. Nothing if it is none of these.
std::optional<std::uint64_t> max_of(std::string_view text, std::size_t processors);

}  // namespace muster::jobs

#endif
