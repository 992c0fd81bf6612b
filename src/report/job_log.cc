#include "report/job_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "os/error.h"
#include "os/io.h"
#include "os/quoting.h"
#include "report/wall_clock.h"

namespace muster::report {
namespace {

/// What GNU parallel writes for a job that it has ended itself: it has no status of its own.
constexpr int no_exit_value = -1;
/// As a shell has them.
constexpr int not_found = 127;
constexpr int cannot_run = 126;

}  // namespace

std::string logged_command(std::string_view command) {
  std::string text;
  text.reserve(command.size());
  for (const char c : command) {
    if (c == '\\')
      text += "\\\\";
    else if (c == '\n')
      text += "\\n";
    else if (c == '\t')
      text += "\\t";
    else if (c == '\r')
      text += "\\r";
    else if (static_cast<unsigned char>(c) < ' ' || c == '\x7f')
      fmt::format_to(std::back_inserter(text), "\\x{:02x}", static_cast<unsigned char>(c));
    else
      text += c;
  }
  return text;
}

JobLog::JobLog(const std::string& path, std::optional<std::uint64_t> bytes_kept,
               CommandOf command_of)
    : failure_(fmt::format("cannot write the job log {}", os::quoted_name(path))),
      file_(::open(path.c_str(),
                   O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (bytes_kept ? 0 : O_TRUNC), 0666)),
      command_of_(std::move(command_of)) {
  if (!file_) os::throw_errno(failure_);
  struct stat status {};
  if (::fstat(file_.get(), &status) != 0) os::throw_errno(failure_);
  // Behind what is kept may be half a line, if that run was killed.
  if (bytes_kept && S_ISREG(status.st_mode) &&
      ::ftruncate(file_.get(), static_cast<off_t>(*bytes_kept)) != 0)
    os::throw_errno(failure_);
  if (bytes_kept.value_or(0) == 0) write(job_log_header);
}

/// By one call, so that a run that is killed leaves whole lines.
void JobLog::write(std::string_view line) {
  if (const int error = os::try_write_all(file_.get(), line); error != 0) {
    file_.reset();
    os::throw_error(error, failure_);
  }
}

void JobLog::write_job(std::uint32_t number, const Job& job, int exit_value, int signal) {
  const std::chrono::duration<double> run_time = job.end - job.start;
  const auto block = block_bytes_.extract(number);
  write(fmt::format("{}\t:\t{:.3f}\t{:10.3f}\t{}\t{}\t{}\t{}\t{}\n", number + 1,
                    unix_seconds(job.start), run_time.count(), block ? block.mapped() : 0,
                    job.bytes_received, exit_value, signal, logged_command(command_of_(number))));
}

void JobLog::on(const event::Stamp& stamp, const event::Event& event) {
  if (!file_) return;
  if (const auto* const started = std::get_if<event::JobStarted>(&event)) {
    if (!started->is_replay)
      jobs_[started->job] = {started->attempt, stamp.when, stamp.when, 0, {}};
  } else if (const auto* const cut = std::get_if<event::BlockCut>(&event)) {
    block_bytes_.emplace(blocks_cut_++, cut->bytes);
  } else if (const auto* const read = std::get_if<event::PipeRead>(&event)) {
    if (const auto found = jobs_.find(read->job); found != jobs_.end())
      found->second.bytes_received += read->bytes;
  } else if (const auto* const exited = std::get_if<event::JobExited>(&event)) {
    const auto found = jobs_.find(exited->job);
    if (found == jobs_.end() || found->second.attempt != exited->attempt) return;
    found->second.end = stamp.when;
    found->second.status = exited->status;
  } else if (const auto* const succeeded = std::get_if<event::JobSucceeded>(&event)) {
    if (const auto node = jobs_.extract(succeeded->job)) write_job(node.key(), node.mapped(), 0, 0);
  } else if (const auto* const failed = std::get_if<event::JobFailed>(&event)) {
    const auto node = jobs_.extract(failed->job);
    if (failed->will_be_retried || std::holds_alternative<event::CannotStart>(failed->cause))
      return;
    const Job job = node ? node.mapped() : Job{0, stamp.when, stamp.when, 0, {}};
    int exit_value = no_exit_value;
    if (const auto* const missing = std::get_if<event::CannotRun>(&failed->cause))
      exit_value = missing->error == ENOENT ? not_found : cannot_run;
    else if (const auto* const bad = std::get_if<event::EndedBadly>(&failed->cause))
      exit_value = bad->status.by_signal ? 0 : bad->status.number;
    const bool by_signal = job.status && job.status->by_signal;
    write_job(failed->job, job, exit_value, by_signal ? job.status->number : 0);
  }
}

}  // namespace muster::report
