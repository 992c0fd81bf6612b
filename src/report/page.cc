#include "report/page.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "muster/version.h"
#include "os/file.h"
#include "os/io.h"
#include "os/quoting.h"
#include "os/random.h"
#include "report/page_document.h"
#include "report/quantities.h"
#include "report/running.h"
#include "report/wall_clock.h"

namespace muster::report {
namespace {

using Pairs = PageContent::Pairs;

/// The command line of this process, for a shell; the beginning of it if it is long.
std::string command_line() {
  constexpr std::size_t bytes_max = 1000;
  const os::Fd file(os::open_for_reading("/proc/self/cmdline"));
  const std::string text = file ? os::read_to_end(file).value_or("") : "";
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < text.size() && begin < bytes_max;) {
    const std::size_t end = std::min(text.find('\0', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  std::string line = os::quoted_command(words);
  if (text.size() > bytes_max)
    line = fmt::format("{}… ({} in all)", line.substr(0, bytes_max), bytes_text(text.size()));
  return line;
}

/// As much of `title` as fits, with an ellipsis for the rest.
event::Text<64> kept_title(std::string title) {
  constexpr std::string_view ellipsis = "…";
  constexpr std::size_t bytes_max = 63;
  if (title.size() > bytes_max) {
    std::size_t end = bytes_max - ellipsis.size();
    const auto continues = [&](char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80; };
    while (end > 0 && continues(title[end])) --end;  // not in the middle of a character
    title.replace(end, std::string::npos, ellipsis);
  }
  return event::Text<64>(title);
}

std::string time_text(event::Time time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(wall_clock(time));
  std::tm local{};
  ::localtime_r(&seconds, &local);
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S %z", &local)};
}

Pairs facts(event::Time start) {
  utsname machine{};
  (void)::uname(&machine);
  std::error_code ignored;
  return {{"Command", command_line()},
          {"Folder", std::filesystem::current_path(ignored).string()},
          {"Host", fmt::format("{} ({} {})", machine.nodename, machine.sysname, machine.release)},
          {"Started", time_text(start)},
          {"Muster", std::string(version)}};
}

std::string signal_name(int signal) {
  const char* const name = ::strsignal(signal);
  return name == nullptr ? std::to_string(signal) : fmt::format("{} ({})", signal, name);
}

/// How the run ended, in a sentence.
std::string status(const Story& story) {
  using Why = event::RunEnding::Why;
  const Totals& totals = story.totals();
  const std::uint64_t all =
      totals.succeeded + totals.failed + totals.cancelled + totals.ended_with_run + totals.resumed;
  std::string failures = fmt::format("{} of {} failed", count_text(totals.failed),
                                     counted(all + totals.skipped, "worker"));
  if (!story.ending()) return "The run could not begin";
  switch (story.ending()->why) {
    case Why::interrupted:
      return fmt::format("Interrupted by signal {}", signal_name(story.ending()->signal));
    case Why::reader_gone:
      return "Ended, since nobody read the output";
    case Why::run_failed:
      return "The run failed";
    case Why::jobs_failed:
      return failures + ", and the run was ended";
    case Why::all_is_done:
      break;
  }
  if (totals.failed > 0) return failures;
  if (!story.causes().empty()) return "The run failed";
  return totals.succeeded == 1
             ? "The worker succeeded"
             : fmt::format("All {} succeeded", counted(totals.succeeded, "worker"));
}

bool has_succeeded(const Story& story) {
  return story.ending() && story.ending()->why == event::RunEnding::Why::all_is_done &&
         story.causes().empty() && story.totals().failed == 0;
}

Pairs figures(const Story& story, std::chrono::nanoseconds duration) {
  const Totals& totals = story.totals();
  Pairs pairs{{"Duration", seconds_text(seconds_of(duration))}};
  const auto add_count = [&](const char* what, std::uint64_t count) {
    if (count > 0) pairs.emplace_back(what, count_text(count));
  };
  const auto add_bytes = [&](const char* what, std::uint64_t bytes) {
    if (bytes > 0) pairs.emplace_back(what, bytes_text(bytes));
  };
  const auto add_time = [&](const char* what, std::chrono::nanoseconds time) {
    if (time.count() > 0) pairs.emplace_back(what, seconds_text(seconds_of(time)));
  };
  const Phases& phases = story.phases();
  const auto add_phase = [&](const char* what, const auto& begin, const auto& end) {
    if (begin && end) add_time(what, *end - *begin);
  };
  add_phase("Until all workers had ended", phases.attached, phases.gathered);
  add_phase("From then until all was written", phases.gathered, phases.ending);
  pairs.emplace_back("Workers that succeeded", count_text(totals.succeeded));
  add_count("Workers that failed", totals.failed);
  add_count("Tries after a failure", totals.retries);
  add_count("Workers cancelled", totals.cancelled);
  add_count("Workers ended with the run", totals.ended_with_run);
  add_count("Workers never started", totals.skipped);
  add_count("Workers done by an earlier run", totals.resumed);
  pairs.emplace_back("Records from workers", count_text(totals.records_in));
  if (totals.records_out) pairs.emplace_back("Records printed", count_text(*totals.records_out));
  add_bytes("Bytes from workers", totals.bytes_in);
  add_bytes("Bytes printed", totals.bytes_out.value_or(0));
  add_time("CPU time of workers", totals.workers.user + totals.workers.system);
  add_time("CPU time of init", totals.init.user + totals.init.system);
  add_time("CPU time of the Scheduler", totals.scheduler.user + totals.scheduler.system);
  add_bytes("Peak memory of a worker", totals.workers.resident_bytes_max);
  add_bytes("Peak memory of init", totals.init.resident_bytes_max);
  add_bytes("Peak memory of the Scheduler", totals.scheduler.resident_bytes_max);
  add_time("Without a free slab", totals.without_slab);
  const Share& spilled = story.share(event::Worked::Work::spilling);
  if (spilled.bytes > 0)
    pairs.emplace_back("Spilled to disk", fmt::format("{} in {}", bytes_text(spilled.bytes),
                                                      counted(spilled.count, "run")));
  using Work = event::Worked::Work;
  add_time("Scheduler: sorting at the end", story.share(Work::sorting).time);
  add_time("Scheduler: spilling", spilled.time);
  add_time("Scheduler: merging", story.share(Work::merging).time);
  add_time("Scheduler: writing", story.share(Work::writing).time);
  return pairs;
}

}  // namespace

Page::Page(const Story& story, Options options, TitleOf title_of)
    : story_(story),
      options_(std::move(options)),
      title_of_(std::move(title_of)),
      file_(std::in_place, options_.path) {
  // Where a temporary file needs a name, a run that is killed would leave it behind.
  if (!file_->temporary_name().empty()) file_.reset();
}

void Page::on(const event::Stamp& /*stamp*/, const event::Event& event) {
  if (const auto* const started = std::get_if<event::JobStarted>(&event)) {
    keep_title(started->job);
    tails_.forget(started->job);
  } else if (const auto* const read = std::get_if<event::StderrRead>(&event)) {
    tails_.add(read->job, read->data);
  } else if (const auto* const succeeded = std::get_if<event::JobSucceeded>(&event)) {
    tails_.forget(succeeded->job);
  } else if (const auto* const cancelled = std::get_if<event::JobCancelled>(&event)) {
    tails_.forget(cancelled->job);
  } else if (const auto* const failed = std::get_if<event::JobFailed>(&event)) {
    keep_title(failed->job);
    std::vector<std::string> lines = tails_.take(failed->job);
    if (!failed->will_be_retried && last_lines_.size() < Story::causes_max)
      last_lines_[failed->job] = std::move(lines);
    else if (failed->will_be_retried && !lines.empty() && retried_.size() < Story::causes_max)
      retried_.push_back({fmt::format("Try {} of P{} ({})", failed->attempt + 1, failed->job + 1,
                                      titles_[failed->job].string()),
                          std::move(lines)});
  }
}

void Page::keep_title(std::uint32_t job) {
  if (job >= titles_.size()) titles_.resize(std::size_t{job} + 1);
  titles_[job] = kept_title(title_of_(job));
}

PageContent Page::content() const {
  const std::chrono::nanoseconds duration =
      story_.phases().ended.value_or(event::Clock::now() - story_.start());
  PageContent content{
      .status = status(story_),
      .has_succeeded = has_succeeded(story_),
      .facts = facts(story_.start()),
      .figures = figures(story_, duration),
      .tries = {story_.tries(),
                [this](std::uint32_t job) {
                  return job < titles_.size() ? titles_[job].string() : std::string();
                },
                duration},
      .samples = story_.samples(),
      .quantiles = story_.quantiles(),
      .values_count = story_.totals().records_out.value_or(0),
      .has_turns = options_.has_turns,
  };
  for (const Story::Cause& cause : story_.causes()) {
    Failure failure{cause.sentence, {}};
    if (cause.job)
      if (const auto lines = last_lines_.find(*cause.job); lines != last_lines_.end())
        failure.last_lines = lines->second;
    content.failures.push_back(std::move(failure));
  }
  content.retried = retried_;
  content.failures_in_all =
      std::max<std::uint64_t>(story_.totals().failed, content.failures.size());
  return content;
}

void Page::write(const Sequence* sequence) {
  PageContent all = content();
  all.sequence = sequence;
  const std::string html = page_document(all, os::random_name(16));
  if (!file_) file_.emplace(options_.path);
  os::write_all(file_->fd().get(), html,
                ("cannot write the report " + os::quoted_name(options_.path)).c_str());
  file_->commit();
}

}  // namespace muster::report
