#ifndef MUSTER_WORKER_DRAW_H
#define MUSTER_WORKER_DRAW_H

#include <cstdint>
#include <optional>

#include "worker/task.h"

namespace muster::worker {

/// What a worker of the reference run does: it draws `count` numbers from 0 to `max`.
struct Draw {
  std::uint64_t max = 19;
  std::uint64_t count = 1;
  std::optional<std::uint64_t> seed;  ///< the same numbers every time
};

/// What a person would call such a worker.
inline constexpr const char* draw_title = "draws a random number";

/// The task of worker `index`: a function that writes the numbers to its stdout, one a line.
Task draw_task(const Draw& draw, std::uint32_t index);

}  // namespace muster::worker

#endif
