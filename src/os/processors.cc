#include "os/processors.h"

#include <sched.h>

#include <algorithm>
#include <cerrno>
#include <vector>

namespace muster::os {

std::size_t processors() {
  // The kernel refuses (EINVAL) a set that could not hold all the processors of the machine.
  constexpr std::size_t processors_max = std::size_t{1} << 20U;
  for (std::size_t bits = CPU_SETSIZE; bits <= processors_max; bits *= 2) {
    std::vector<cpu_set_t> sets(bits / CPU_SETSIZE);
    const std::size_t bytes = sets.size() * sizeof(cpu_set_t);
    if (::sched_getaffinity(0, bytes, sets.data()) == 0)
      return static_cast<std::size_t>(std::max(1, CPU_COUNT_S(bytes, sets.data())));
    if (errno != EINVAL) break;
  }
  return 1;
}

}  // namespace muster::os
