#include "report/results.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "os/error.h"
#include "os/io.h"
#include "os/quoting.h"
#include "report/json.h"
#include "report/wall_clock.h"

namespace muster::report {
namespace {

constexpr const char* output_name = "stdout";
constexpr const char* errors_name = "stderr";
constexpr const char* status_name = "status.json";
/// In the status.
constexpr std::string_view success_label = "\"succeeded\": ";

std::string folder_of(std::uint32_t job) {
  return fmt::format("{:06}", job + 1);
}

/// Until it is over.
std::string partial_folder_of(std::uint32_t job) {
  return folder_of(job) + ".part";
}

double seconds_of(std::chrono::microseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

std::string result_path(const std::string& folder, std::uint32_t job) {
  return fmt::format("{}/{}/{}", folder, folder_of(job), output_name);
}

Results::Results(const std::string& path, CommandOf command_of)
    : path_(path), command_of_(std::move(command_of)) {
  if (::mkdir(path.c_str(), 0777) != 0 && errno != EEXIST)
    os::throw_errno(fmt::format("cannot make the folder {}", os::quoted_name(path)));
  folder_ = os::Fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder_) os::throw_errno(fmt::format("cannot open the folder {}", os::quoted_name(path)));
}

Results::~Results() {
  try {
    for (const auto& [number, job] : jobs_) remove(partial_folder_of(number));
  } catch (const std::exception&) {  // out of memory: what is left is not taken for a result
  }
}

void Results::on(const event::Stamp& stamp, const event::Event& event) {
  if (has_failed_) return;
  has_failed_ = true;  // unless it comes back
  take(stamp, event);
  has_failed_ = false;
}

void Results::take(const event::Stamp& stamp, const event::Event& event) {
  if (const auto* const started = std::get_if<event::JobStarted>(&event))
    return started->is_replay ? void() : begin(*started, stamp.when);
  if (const auto* const succeeded = std::get_if<event::JobSucceeded>(&event))
    return finish(succeeded->job, true);
  if (const auto* const failed = std::get_if<event::JobFailed>(&event))
    return failed->had_succeeded ? correct(failed->job) : finish(failed->job, false);
  if (const auto* const cancelled = std::get_if<event::JobCancelled>(&event))
    return finish(cancelled->job, false);
  const auto job_of = [&](std::uint32_t number) {
    const auto found = jobs_.find(number);
    return found == jobs_.end() ? nullptr : &found->second;
  };
  if (const auto* const read = std::get_if<event::PipeRead>(&event)) {
    if (const Job* const job = job_of(read->job))
      write(job->output, partial_folder_of(read->job) + '/' + output_name, read->data);
  } else if (const auto* const errors = std::get_if<event::StderrRead>(&event)) {
    if (const Job* const job = job_of(errors->job))
      write(job->errors, partial_folder_of(errors->job) + '/' + errors_name, errors->data);
  } else if (const auto* const exited = std::get_if<event::JobExited>(&event)) {
    if (Job* const job = job_of(exited->job); job != nullptr && job->attempt == exited->attempt) {
      job->end = stamp.when;
      job->status = exited->status;
      job->usage = exited->usage;
    }
  }
}

void Results::begin(const event::JobStarted& started, event::Time when) {
  const std::string folder = partial_folder_of(started.job);
  if (::mkdirat(folder_.get(), folder.c_str(), 0777) != 0 && errno != EEXIST)
    os::throw_errno(fmt::format("cannot make the folder {}/{}", path_, folder));
  Job& job = jobs_[started.job];  // from now on the folder is removed if something fails
  job = {create(folder + '/' + output_name),
         create(folder + '/' + errors_name),
         started.attempt,
         when,
         when,
         {},
         {}};
}

os::Fd Results::create(const std::string& name) const {
  os::Fd file(
      ::openat(folder_.get(), name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file) os::throw_errno(fmt::format("cannot write {}/{}", path_, name));
  return file;
}

void Results::write(const os::Fd& file, const std::string& name, std::string_view data) const {
  if (const int error = os::try_write_all(file.get(), data); error != 0)
    os::throw_error(error, fmt::format("cannot write {}/{}", path_, name));
}

void Results::finish(std::uint32_t number, bool has_succeeded) {
  const auto found = jobs_.find(number);
  if (found == jobs_.end()) return;
  const Job& job = found->second;
  const std::string partial = partial_folder_of(number);
  const std::string whole = folder_of(number);
  const auto of_status = [&](bool by_signal) {
    return job.status && job.status->by_signal == by_signal ? std::to_string(job.status->number)
                                                            : std::string("null");
  };
  const std::chrono::duration<double> run_time = job.end - job.start;
  const std::string status = fmt::format(
      "{{\"worker\": {}, \"command\": {}, \"try\": {}, {}{}, \"status\": {}, "
      "\"signal\": {}, \"start\": {:.6f}, \"seconds\": {:.6f}, \"user_seconds\": {:.6f}, "
      "\"system_seconds\": {:.6f}, \"max_resident_bytes\": {}}}\n",
      number + 1, json_string(command_of_(number)), job.attempt + 1, success_label, has_succeeded,
      of_status(false), of_status(true), unix_seconds(job.start), run_time.count(),
      seconds_of(job.usage.user), seconds_of(job.usage.system), job.usage.resident_bytes_max);
  const std::string name = partial + '/' + status_name;
  write(create(name), name, status);
  const auto rename = [&] {
    return ::renameat(folder_.get(), partial.c_str(), folder_.get(), whole.c_str()) == 0;
  };
  if (!rename()) {
    remove(whole);  // of an earlier try or run
    if (!rename()) os::throw_errno(fmt::format("cannot replace {}/{}", path_, whole));
  }
  jobs_.erase(found);
}

/// What seemed to be a success was none.
void Results::correct(std::uint32_t number) const {
  const std::string name = folder_of(number) + '/' + status_name;
  const os::Fd file(::openat(folder_.get(), name.c_str(), O_RDONLY | O_CLOEXEC));
  auto status = file ? os::read_to_end(file) : std::nullopt;
  const std::string success = fmt::format("{}true", success_label);
  const std::size_t found = status ? status->find(success) : std::string::npos;
  if (found == std::string::npos) return;  // somebody else has changed it
  status->replace(found, success.size(), fmt::format("{}false", success_label));
  const std::string corrected = name + ".part";
  write(create(corrected), corrected, *status);
  if (::renameat(folder_.get(), corrected.c_str(), folder_.get(), name.c_str()) != 0)
    os::throw_errno(fmt::format("cannot replace {}/{}", path_, name));
}

/// The status goes first: without it, what is left is no result.
void Results::remove(const std::string& folder) const {
  for (const char* const name : {status_name, output_name, errors_name})
    (void)::unlinkat(folder_.get(), fmt::format("{}/{}", folder, name).c_str(), 0);
  (void)::unlinkat(folder_.get(), folder.c_str(), AT_REMOVEDIR);
}

}  // namespace muster::report
