#include "init/resumption.h"

#include <unistd.h>

#include <array>

#include "os/file.h"
#include "os/io.h"
#include "report/results.h"

namespace muster::init {
namespace {

int copy_to_stdout(const std::string& path) {
  const os::Fd file = os::open_for_reading(path);
  std::array<char, std::size_t{64} << 10U> buffer;
  constexpr const char* failure = "cannot read the results of an earlier run";
  while (const std::size_t bytes = os::read_next(file, buffer, failure))
    os::write_all(STDOUT_FILENO, {buffer.data(), bytes}, "cannot write to a pipe");
  return 0;
}

}  // namespace

Resumption::Resumption(const plan::History& history) : history_(history) {
  if (history_.resumed_log) logged_ = report::LoggedJobs::read(*history_.resumed_log);
}

/// Nothing if it has to be run.
const report::LoggedJobs::Job* Resumption::done(std::uint32_t job) const {
  const report::LoggedJobs::Job* const logged = logged_.find(job);
  const bool is_rerun = logged != nullptr && !logged->has_succeeded && history_.reruns_failed;
  return is_rerun ? nullptr : logged;
}

Resumption::Instead Resumption::instead_of(std::uint32_t job) const {
  const report::LoggedJobs::Job* const logged = done(job);
  if (logged == nullptr) return Instead::run;
  if (!history_.results || !logged->has_succeeded) return Instead::nothing;
  // Without its records it has to be run again.
  const bool is_kept = ::access(report::result_path(*history_.results, job).c_str(), R_OK) == 0;
  return is_kept ? Instead::replay : Instead::run;
}

bool Resumption::had_command(std::uint32_t job, std::string_view command) const {
  const report::LoggedJobs::Job* const logged = done(job);
  return logged == nullptr || logged->had(command);
}

worker::Task Resumption::replay(std::uint32_t job) const {
  worker::Task task;
  task.function = [path = report::result_path(*history_.results, job)](const event::Log&) {
    return copy_to_stdout(path);
  };
  task.is_replay = true;
  return task;
}

std::uint32_t Resumption::failures() const {
  return history_.reruns_failed ? 0 : logged_.failures();
}

}  // namespace muster::init
