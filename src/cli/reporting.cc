#include "cli/reporting.h"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "cli/commands.h"
#include "muster/version.h"
#include "os/locale.h"
#include "os/message.h"
#include "os/terminal.h"

namespace muster::cli {
namespace {

using report::Progress;
using Asked = Reporting::Progress;

/// A run that takes no longer than this shows no progress unless it was asked to.
constexpr std::chrono::seconds unasked_delay{2};

bool is_given(const char* variable) {
  const char* const value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool is_dumb_terminal() {
  const char* const terminal = std::getenv("TERM");
  return terminal == nullptr || std::string_view(terminal) == "dumb";
}

/// Nothing if no progress is shown.
std::optional<Progress::Options> progress_options(const plan::Run& plan,
                                                  const Arguments& arguments) {
  const Asked asked = arguments.reporting.progress;
  const bool is_dumb = is_dumb_terminal();
  const bool shares_terminal = os::is_terminal(STDOUT_FILENO) && !plan.destination.path;
  const bool can_have_line =
      os::is_terminal(STDERR_FILENO) && !is_dumb && !(shares_terminal && plan.order.streams());
  const bool is_default = can_have_line && !arguments.explains && !plan.commands.draw;
  if (asked == Asked::none || (asked == Asked::by_default && !is_default)) return std::nullopt;
  Progress::Options options;
  options.style = can_have_line ? Progress::Style::status_line : Progress::Style::plain_lines;
  if (asked == Asked::by_default) options.delay = unasked_delay;
  options.has_bar = asked == Asked::bar;
  options.has_colors = !is_given("NO_COLOR");
  options.shares_terminal = shares_terminal;
  return options;
}

/// Of what is told on stderr.
bool can_have_colors() {
  return os::is_terminal(STDERR_FILENO) && !is_dumb_terminal() && !is_given("NO_COLOR");
}

report::SequenceRecorder::Arrangement arrangement_of(const order::Order& order, bool descends) {
  using Arrangement = report::SequenceRecorder::Arrangement;
  if (order.streams()) return Arrangement::unknown;
  return descends ? Arrangement::descending : Arrangement::ascending;
}

/// On stderr, where no line is mixed with those of other processes.
void print_lines(std::string_view lines) {
  while (!lines.empty()) {
    const std::size_t bytes = lines.find('\n') + 1;
    os::write_message(lines.substr(0, bytes));
    lines.remove_prefix(bytes);
  }
}

/// What the user has to know of what is not run again.
void mention(const init::Resumption& resumption, const plan::History& history) {
  const std::size_t count = resumption.logged().count();
  if (count > 0 && !history.results)
    complain(
        fmt::format("resuming: the records of workers that are over by the log ({}) are not "
                    "printed again; --results keeps them",
                    count));
  if (resumption.failures() > 0)
    complain(
        fmt::format("resuming: workers that have failed ({}) are not run again; use "
                    "--resume-failed to do so",
                    resumption.failures()));
}

}  // namespace

Reports::Reports(const plan::Run& plan, const Arguments& arguments, report::StatusStream* stream,
                 const init::Tasks& tasks, const init::Resumption& resumption, event::Time start)
    : list_(running_, [&tasks](std::uint32_t job) { return tasks.command(job); }),
      summary_format_(arguments.reporting.summary) {
  const auto title_of = [&tasks](std::uint32_t job) { return tasks.title(job); };
  const auto command_of = [&tasks](std::uint32_t job) { return tasks.command(job); };
  const auto sentence_of = [&plan, &tasks](const event::Event& event) {
    return sentence(event, plan, tasks);
  };
  const Reporting& reporting = arguments.reporting;
  if (stream != nullptr)
    status_.emplace(*stream, arguments.host.tells_workers, command_of, sentence_of);
  else
    // Nobody waits at a terminal for what goes to a file.
    messages_.emplace(plan, tasks, os::is_terminal(STDERR_FILENO) && !plan.destination.path);
  const auto progress = progress_options(plan, arguments);
  const bool has_line = progress && progress->style == Progress::Style::status_line;
  if (reporting.tags_stderr || plan.history.results || reporting.page || has_line || status_) {
    report::StderrLines::TagOf tag_of;
    if (reporting.tags_stderr)
      tag_of = [&plan, &tasks](std::uint32_t job) {
        return plan.commands.tag ? tasks.tag(job) : std::to_string(job + 1);
      };
    stderr_lines_.emplace(tag_of);
  }
  if (reporting.needs_story())
    story_.emplace(start, sentence_of, /*wants_quantiles=*/reporting.page.has_value());
  if (reporting.summary != Reporting::Summary::none || reporting.summary_file)
    summary_.emplace(*story_, title_of);
  if (reporting.trace) trace_.emplace(*story_, *reporting.trace, title_of);
  if (reporting.summary_file) summary_file_.emplace("the summary", *reporting.summary_file);
  if (reporting.page)
    page_.emplace(*story_, report::Page::Options{*reporting.page, plan.order.has_turns()},
                  [&tasks](std::uint32_t job) {
                    const std::string inputs = tasks.inputs(job);
                    return inputs.empty() ? tasks.title(job) : inputs;
                  });
  const bool has_colors = can_have_colors();
  if (arguments.explains)
    explain_.emplace(
        start, title_of,
        report::Explain::Options{plan.commands.draw.has_value(), has_colors, arguments.pauses});
  if (arguments.draws_steps || (reporting.page && plan.commands.draw))
    sequence_.emplace(
        start, plan.commands.count, arrangement_of(plan.order, arguments.descends),
        [is_printed = arguments.draws_steps, has_colors](const report::Sequence& sequence) {
          if (is_printed)
            print_lines(report::sequence_text(sequence, os::is_utf8_environment(), has_colors));
        });
  if (plan.history.results) results_.emplace(*plan.history.results, command_of);
  if (reporting.job_log) {
    std::optional<std::uint64_t> bytes_kept;
    if (plan.history.resumed_log) bytes_kept = resumption.logged().bytes();
    job_log_.emplace(*reporting.job_log, bytes_kept, command_of);
  }
  mention(resumption, plan.history);
  if (progress)
    progress_.emplace(running_, start, *progress, title_of,
                      [&tasks] { return std::optional<std::uint64_t>(tasks.count()); });
}

std::vector<event::Sink*> Reports::sinks() {
  std::vector<event::Sink*> sinks{&running_};
  const auto add = [&](auto& sink) {
    if (sink) sinks.push_back(&*sink);
  };
  add(stderr_lines_);
  add(messages_);
  add(status_);
  sinks.push_back(&list_);
  add(story_);
  add(summary_);
  add(trace_);
  add(explain_);
  add(sequence_);
  add(results_);
  add(job_log_);
  add(page_);
  add(progress_);
  return sinks;
}

void Reports::finish(const report::End& end) {
  try {
    write_files(end);
  } catch (const std::system_error& failure) {
    if (status_) status_->finish({status::muster_failed, end.signal}, failure.what());
    throw;
  }
  if (status_) status_->finish(end);
}

void Reports::write_files(const report::End& end) {
  if (summary_format_ == Reporting::Summary::text) os::write_message(summary_->text(end));
  if (summary_format_ == Reporting::Summary::json) os::write_message(summary_->json(end, version));
  if (summary_file_) summary_file_->write(summary_->json(end, version));
  if (page_) page_->write(sequence_ ? &sequence_->sequence() : nullptr);
}

}  // namespace muster::cli
