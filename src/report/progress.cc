#include "report/progress.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "os/message.h"
#include "os/terminal.h"
#include "report/columns.h"

namespace muster::report {
namespace {

using std::chrono::seconds;

/// A line is not drawn more often than this, and, since times go on, not less often than that.
constexpr std::chrono::milliseconds redraw_pause{100};
constexpr std::chrono::milliseconds redraw_pause_max{1000};
constexpr seconds plain_pause{10};

/// The rate is that of the last seconds.
constexpr seconds rate_window{5};

/// Where a terminal does not say how wide it is.
constexpr std::size_t usual_columns = 80;
constexpr std::size_t plain_columns = 400;
/// Of a command: if less of it fits, it is worth less than other parts.
constexpr std::size_t title_columns_min = 12;
constexpr std::size_t bar_needs_columns = 40;

constexpr std::string_view separator = " | ";

std::string counts_text(const Figures& figures) {
  std::string text = figures.total ? fmt::format("{}/{} done", figures.done, *figures.total)
                                   : fmt::format("{} done", figures.done);
  const auto add = [&](std::uint64_t count, std::string_view what) {
    if (count > 0) text += fmt::format(", {} {}", count, what);
  };
  add(figures.running, "running");
  add(figures.failed, "failed");
  add(figures.stopped, "stopped");
  add(figures.retried, "retried");
  return text;
}

std::string left_text(const Figures& figures) {
  if (figures.is_releasing) return "writing the output";
  return figures.left ? "ETA " + clock_text(*figures.left) : std::string();
}

std::string data_text(const Figures& figures) {
  if (figures.bytes == 0) return {};
  return fmt::format("{}{}, {}/s",
                     figures.records > 0 ? fmt::format("{} records, ", figures.records) : "",
                     bytes_text(figures.bytes), bytes_text(figures.bytes_per_second));
}

/// Those of the parts that are not empty.
std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts)
    if (!part.empty()) text.append(text.empty() ? "" : separator).append(part);
  return text;
}

std::string bar_text(const Figures& figures, std::size_t columns) {
  if (!figures.total || *figures.total == 0 || columns < bar_needs_columns) return {};
  const std::size_t width = std::clamp<std::size_t>(columns / 4, 10, 40);
  const std::uint64_t done = std::min(figures.done, *figures.total);
  const std::size_t filled = width * done / *figures.total;
  return fmt::format("[{}{}] {:3}% ", std::string(filled, '#'), std::string(width - filled, '-'),
                     100 * done / *figures.total);
}

}  // namespace

std::string progress_text(const Figures& figures, std::size_t columns, bool has_bar) {
  const std::string bar = has_bar ? bar_text(figures, columns) : std::string();
  columns -= std::min(columns, bar.size());
  const std::string counts = counts_text(figures);
  const std::string left = left_text(figures);
  const std::string data = data_text(figures);
  if (figures.running > 0) {
    const std::string longest =
        fmt::format("P{} {} ", figures.longest + 1, clock_text(figures.longest_age));
    const std::size_t title_columns =
        std::min(columns_of(figures.longest_title), title_columns_min);
    for (const std::string& line :
         {joined({counts, left, data, longest}), joined({counts, left, longest})}) {
      if (line.size() + title_columns <= columns)
        return bar + line + fitted(figures.longest_title, columns - line.size());
    }
  }
  for (const std::string& line : {joined({counts, left, data}), joined({counts, left})})
    if (line.size() <= columns) return bar + line;
  return bar + fitted(counts, columns);
}

Progress::Progress(const Running& running, event::Time start, Options options, TitleOf title_of,
                   Count count)
    : running_(running),
      start_(start),
      options_(options),
      title_of_(std::move(title_of)),
      count_(std::move(count)),
      samples_{{start, 0}},
      next_(start + (options.style == Style::plain_lines ? plain_pause : options.delay)) {}

void Progress::on(const event::Stamp& /*stamp*/, const event::Event& event) {
  using namespace event;
  is_changed_ = true;
  if (const auto* const read = std::get_if<PipeRead>(&event)) {
    counted_.bytes += read->bytes;
  } else if (std::holds_alternative<JobSucceeded>(event) ||
             std::holds_alternative<JobCancelled>(event)) {
    ++counted_.done;
  } else if (const auto* const failed = std::get_if<JobFailed>(&event)) {
    if (failed->will_be_retried) {
      ++counted_.retried;
    } else {
      if (!failed->had_succeeded) ++counted_.done;
      ++counted_.failed;
    }
  } else if (const auto* const counted = std::get_if<RecordsCounted>(&event)) {
    counted_.records = counted->records;
  } else if (std::holds_alternative<JobResumed>(event)) {
    ++resumed_;
  } else if (std::holds_alternative<ReleaseRequested>(event)) {
    counted_.is_releasing = true;
    if (options_.shares_terminal) finish();
  } else if (std::holds_alternative<RunEnding>(event)) {
    finish();
  }
}

std::optional<event::Time> Progress::due() const {
  if (is_finished_) return std::nullopt;
  const bool can_wait = options_.style == Style::status_line && !is_changed_;
  return can_wait ? next_ + (redraw_pause_max - redraw_pause) : next_;
}

void Progress::on_time(event::Time now) {
  if (const auto when = due(); when && now >= *when) draw(now);
}

Figures Progress::figures(event::Time now) {
  Figures figures = counted_;
  figures.total = count_();
  figures.running = running_.jobs().size();
  for (const auto& [number, job] : running_.jobs()) figures.stopped += job.is_stopped ? 1 : 0;

  while (samples_.size() > 1 && samples_[1].when <= now - rate_window) samples_.pop_front();
  const std::chrono::duration<double> window = now - samples_.front().when;
  if (window.count() > 0)
    figures.bytes_per_second = static_cast<std::uint64_t>(
        static_cast<double>(figures.bytes - samples_.front().bytes) / window.count());
  samples_.push_back({now, figures.bytes});

  // Those that an earlier run has done say nothing of how long others take.
  if (figures.total && figures.done > resumed_ && *figures.total >= figures.done) {
    const std::chrono::duration<double> elapsed = now - start_;
    figures.left = std::chrono::duration_cast<seconds>(
        elapsed * static_cast<double>(*figures.total - figures.done) /
        static_cast<double>(figures.done - resumed_));
  }
  if (const auto longest = running_.longest(); longest != running_.jobs().end()) {
    figures.longest = longest->first;
    figures.longest_age = std::chrono::round<seconds>(now - longest->second.start);
    figures.longest_title = title_of_(longest->first);
  }
  return figures;
}

void Progress::draw(event::Time now) {
  const Figures shown = figures(now);
  is_changed_ = false;
  if (options_.style == Style::plain_lines) {
    next_ = now + plain_pause;
    os::write_message(
        fmt::format("muster: {}\n", progress_text(shown, plain_columns, options_.has_bar)));
    return;
  }
  next_ = now + redraw_pause;
  // The last column stays free: a terminal may go to the next row when it is filled.
  const std::size_t columns = os::terminal_columns().value_or(usual_columns);
  std::string line = progress_text(shown, columns - 1, options_.has_bar);
  const std::string failures = fmt::format("{} failed", shown.failed);
  const std::size_t position = line.find(failures);
  if (options_.has_colors && shown.failed > 0 && position != std::string::npos)
    line.replace(position, failures.size(), fmt::format("\x1b[31m{}\x1b[0m", failures));
  os::set_status_line(line);
}

void Progress::finish() {
  if (!is_finished_ && options_.style == Style::status_line) os::set_status_line({});
  is_finished_ = true;
}

}  // namespace muster::report
