#include "worker/worker.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <span>
#include <system_error>
#include <vector>

#include "os/pipe.h"

namespace muster::worker {

int Worker::start(const Task& task, const char* const* environment,
                  const Surroundings& surroundings, const os::Fd& input) {
  os::Pipe pipe;
  os::Pipe errors;
  try {
    pipe = os::make_pipe();
    os::set_nonblocking(pipe.read_end);
    if (surroundings.pipes_errors) {
      errors = os::make_pipe();
      os::set_nonblocking(errors.read_end);
    }
  } catch (const std::system_error& error) {
    return error.code().value();
  }
  os::enlarge_pipe(pipe.read_end, surroundings.pipe_bytes);
  const std::array<int, 4> descriptors{input.get(), pipe.write_end.get(),
                                       errors.write_end ? errors.write_end.get() : STDERR_FILENO,
                                       surroundings.events_pipe};
  static_assert(events_descriptor == 3);
  const std::span<const int> standard_streams = std::span(descriptors).first(3);
  os::Spawned spawned;
  if (task.argv.empty()) {
    const bool has_events = surroundings.function_events != nullptr;
    const auto function = [&] {
      return task.function(
          has_events ? event::Log({surroundings.function_events}, event::Role::worker, index_)
                     : event::Log());
    };
    spawned = os::start_function(function, {has_events ? descriptors : standard_streams});
  } else {
    const auto start_program = [&](const std::vector<std::string>& words) {
      std::vector<const char*> argv(words.size() + 1);  // the last is null
      std::transform(words.begin(), words.end(), argv.begin(),
                     [](const std::string& word) { return word.c_str(); });
      return os::start_program(argv[0], argv.data(), environment, {standard_streams});
    };
    const bool has_two_ways = !task.argv_without_shell.empty();
    if (has_two_ways) spawned = start_program(task.argv_without_shell);
    if (!has_two_ways || spawned.error != 0) spawned = start_program(task.argv);
  }
  if (spawned.error != 0) return spawned.error;
  pid_ = spawned.pid;
  pipe_ = std::move(pipe.read_end);
  errors_pipe_ = std::move(errors.read_end);
  return 0;
}

}  // namespace muster::worker
