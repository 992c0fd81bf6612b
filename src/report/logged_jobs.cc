#include "report/logged_jobs.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "os/error.h"
#include "os/fd.h"
#include "os/io.h"
#include "os/quoting.h"
#include "report/job_log.h"

namespace muster::report {
namespace {

enum Column : std::size_t {
  seq_column = 0,
  exit_column = 6,
  signal_column = 7,
  command_column = 8
};

std::uint32_t digest_of(std::string_view command) {
  return XXH32(command.data(), command.size(), 0);
}

template <typename Integer>
bool parse(std::string_view text, Integer& number) {
  const char* const end = text.data() + text.size();
  const auto [parsed, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && parsed == end;
}

/// The job of a line without its newline, if it is one.
std::optional<LoggedJobs::Job> job_of(std::string_view line) {
  std::array<std::string_view, command_column + 1> columns;
  for (std::size_t i = 0; i < command_column; ++i) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return std::nullopt;
    columns[i] = line.substr(0, tab);
    line.remove_prefix(tab + 1);
  }
  columns[command_column] = line;  // in which GNU parallel leaves tabs
  std::uint32_t seq = 0;
  int exit_value = 0;
  int signal = 0;
  if (!parse(columns[seq_column], seq) || seq == 0 || !parse(columns[exit_column], exit_value) ||
      !parse(columns[signal_column], signal))
    return std::nullopt;
  return LoggedJobs::Job{seq - 1, exit_value == 0 && signal == 0,
                         digest_of(columns[command_column])};
}

}  // namespace

bool LoggedJobs::Job::had(std::string_view command) const {
  if (digest_of(logged_command(command)) == command_digest) return true;
  std::string text(command);
  std::replace(text.begin(), text.end(), '\n', '\0');
  return digest_of(text) == command_digest;
}

LoggedJobs::LoggedJobs(std::string_view text) {
  for (std::size_t line = 1;; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) break;
    const std::optional<Job> job = job_of(text.substr(0, end));
    const bool is_header = line == 1 && text.starts_with(job_log_header);
    if (!job && !is_header)
      throw std::runtime_error(fmt::format("line {} is not one of a job log", line));
    if (job) jobs_.push_back(*job);
    bytes_ += end + 1;
    text.remove_prefix(end + 1);
  }
  // The last line of a job comes first among those of the same number.
  std::reverse(jobs_.begin(), jobs_.end());
  std::stable_sort(jobs_.begin(), jobs_.end(),
                   [](const Job& a, const Job& b) { return a.number < b.number; });
  const auto is_same = [](const Job& a, const Job& b) { return a.number == b.number; };
  jobs_.erase(std::unique(jobs_.begin(), jobs_.end(), is_same), jobs_.end());
}

LoggedJobs LoggedJobs::read(const std::string& path) {
  const std::string name = os::quoted_name(path);
  const os::Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file && errno == ENOENT) return {};
  const auto text = file ? os::read_to_end(file) : std::nullopt;
  if (!text) os::throw_errno(fmt::format("cannot read the job log {}", name));
  try {
    return LoggedJobs(*text);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(fmt::format("cannot resume from {}: {}", name, error.what()));
  }
}

std::uint32_t LoggedJobs::failures() const {
  return static_cast<std::uint32_t>(
      std::count_if(jobs_.begin(), jobs_.end(), [](const Job& job) { return !job.has_succeeded; }));
}

const LoggedJobs::Job* LoggedJobs::find(std::uint32_t number) const {
  const auto found =
      std::lower_bound(jobs_.begin(), jobs_.end(), number,
                       [](const Job& job, std::uint32_t wanted) { return job.number < wanted; });
  return found != jobs_.end() && found->number == number ? &*found : nullptr;
}

}  // namespace muster::report
