#include "explain/story.h"

#include <unistd.h>

#include <chrono>
#include <string>

#include <fmt/format.h>

#include "os/message.h"

namespace muster::explain {

void Story::print(std::string_view event) const {
  const double ms = static_cast<double>(now_ns() - start_ns_) / 1e6;
  const std::string line =
      fmt::format("{:9.3f} ms  {:9} pid {:<7} {}\n", ms, role_, ::getpid(), event.substr(0, 1000));
  os::write_message(line);
}

std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace muster::explain
