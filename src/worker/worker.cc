#include "worker/worker.h"

#include <unistd.h>

#include <array>
#include <csignal>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "os/pipe.h"

namespace muster::worker {

int Worker::start(const Task& task, const char* const* environment,
                  const Surroundings& surroundings) {
  os::Pipe pipe;
  try {
    pipe = os::make_pipe();
    os::set_nonblocking(pipe.read_end);
  } catch (const std::system_error& error) {
    return error.code().value();
  }
  os::enlarge_pipe(pipe.read_end, surroundings.pipe_bytes);
  const std::array<int, 3> descriptors{surroundings.null_input.get(), pipe.write_end.get(),
                                       STDERR_FILENO};
  const os::SpawnOptions options{descriptors};
  os::Spawned spawned;
  if (task.argv.empty()) {
    spawned = os::start_function(task.function, options);
  } else {
    std::vector<const char*> argv;
    for (const std::string& argument : task.argv) argv.push_back(argument.c_str());
    argv.push_back(nullptr);
    spawned = os::start_program(argv[0], argv.data(), environment, options);
  }
  if (spawned.error != 0) return spawned.error;
  pid_ = spawned.pid;
  pipe_ = std::move(pipe.read_end);
  return 0;
}

std::string name_of(std::uint32_t index, pid_t pid, const std::string& title) {
  if (pid <= 0) return fmt::format("P{} ({})", index + 1, title);
  return fmt::format("P{} (pid {}, {})", index + 1, pid, title);
}

void Worker::signal(int signal) const {
  if (!exit_status_) (void)::kill(-pid_, signal);
}

}  // namespace muster::worker
