// The protocol is that of GNU make (its manual: "Sharing Job Slots with GNU make").

#include "os/job_server.h"

#include <fcntl.h>

#include <utility>

#include "os/io.h"

namespace muster::os {
namespace {

/// Opened anew, so that it does not wait: others use the description that make has opened, and are
/// not to find it changed.
Fd opened_anew(const std::string& path, int how) {
  return Fd(::open(path.c_str(), how | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
}

std::string path_of(std::string_view number) {
  return "/proc/self/fd/" + std::string(number);
}

}  // namespace

std::unique_ptr<JobServer> JobServer::offered(std::string_view makeflags) {
  // Of several only the last counts: a make inside of another adds its own.
  std::string_view where;
  for (const std::string_view option : {"--jobserver-auth=", "--jobserver-fds="}) {
    const std::size_t at = makeflags.rfind(option);
    if (at == std::string_view::npos) continue;
    where = makeflags.substr(at + option.size());
    where = where.substr(0, where.find(' '));
    break;
  }
  constexpr std::string_view fifo = "fifo:";
  std::string from;
  std::string to;
  if (where.starts_with(fifo)) {
    from = to = where.substr(fifo.size());
  } else {
    const std::size_t comma = where.find(',');
    if (comma == std::string_view::npos || where.find('-') != std::string_view::npos) return {};
    from = path_of(where.substr(0, comma));
    to = path_of(where.substr(comma + 1));
  }
  Fd reader = opened_anew(from, O_RDONLY);
  Fd writer = opened_anew(to, O_WRONLY);
  if (!reader || !writer) return nullptr;
  return std::unique_ptr<JobServer>(new JobServer(std::move(reader), std::move(writer)));
}

bool JobServer::take() {
  char token = 0;
  if (try_read_some(from_, {&token, 1}) != 1) return false;
  tokens_ += token;
  return true;
}

void JobServer::keep(std::size_t count) {
  while (tokens_.size() > count) {
    (void)try_write_some(to_.get(), {&tokens_.back(), 1});
    tokens_.pop_back();
  }
}

}  // namespace muster::os
