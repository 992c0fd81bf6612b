#include "report/summary.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

#include <fmt/format.h>

#include "report/columns.h"
#include "report/json.h"
#include "report/running.h"
#include "report/wall_clock.h"
#include "report/wrapped.h"

namespace muster::report {
namespace {

using std::chrono::nanoseconds;
using Why = event::RunEnding::Why;
using Work = event::Worked::Work;

constexpr std::size_t columns_max = 79;
/// Of the text.
constexpr std::size_t causes_shown = 5;
constexpr std::size_t slowest_shown = 5;
/// In which the names of lines stand.
constexpr int name_columns = 11;
/// A shorter wait says nothing.
constexpr std::chrono::milliseconds wait_shown{10};

template <typename Rep, typename Period>
double seconds_of(std::chrono::duration<Rep, Period> time) {
  return std::chrono::duration<double>(time).count();
}

nanoseconds duration_of(const Try& done) {
  return done.end - done.start;
}

/// "9.5 ms", "120 ms", "1.32 s", "2:05".
std::string time_text(nanoseconds time) {
  if (time < std::chrono::microseconds(50)) return "0";
  const double seconds = seconds_of(time);
  if (seconds < 0.09995) return fmt::format("{:.1f} ms", seconds * 1000);
  if (seconds < 0.9995) return fmt::format("{:.0f} ms", seconds * 1000);
  if (seconds < 119.95) return fmt::format("{:.2f} s", seconds);
  return clock_text(std::chrono::round<std::chrono::seconds>(time));
}

/// 1234567: "1,234,567".
std::string count_text(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

/// Words for what is not zero, with commas between.
class List {
 public:
  void add(std::uint64_t count, std::string_view one, std::string_view many) {
    if (count > 0) add(fmt::format("{} {}", count_text(count), count == 1 ? one : many));
  }
  void add(std::uint64_t count, std::string_view what) { add(count, what, what); }
  void add(std::string_view item) { text_.append(text_.empty() ? "" : ", ").append(item); }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// Nothing if there is no text.
std::string line(std::string_view name, std::string_view text) {
  if (text.empty()) return {};
  return wrapped(fmt::format("{:<{}}", name, name_columns), text, columns_max);
}

/// What came in, and what went out if that is known.
std::string flow_line(std::string_view name, std::uint64_t in,
                      const std::optional<std::uint64_t>& out,
                      std::string (*text_of)(std::uint64_t)) {
  if (in == 0 && out.value_or(0) == 0) return {};
  return line(
      name, fmt::format("{} in{}", text_of(in), out ? fmt::format(", {} out", text_of(*out)) : ""));
}

const char* reason_text(Why why) {
  switch (why) {
    case Why::all_is_done:
      return "all is done";
    case Why::jobs_failed:
      return "workers failed";
    case Why::run_failed:
      return "muster failed";
    case Why::interrupted:
      return "interrupted";
    case Why::reader_gone:
      return "nobody reads the output";
  }
  return "";
}

const char* outcome_word(Outcome outcome) {
  constexpr std::array words{"running", "succeeded", "failed",
                             "retried", "cancelled", "ended_with_run"};
  return words[static_cast<std::size_t>(outcome)];
}

std::string end_text(const End& end, nanoseconds wall_time,
                     const std::optional<event::RunEnding>& ending) {
  const std::string after = time_text(wall_time);
  if (end.signal != 0) {
    const char* const name = ::sigabbrev_np(end.signal);
    return fmt::format("ended by signal {} after {}",
                       name != nullptr ? fmt::format("SIG{}", name) : std::to_string(end.signal),
                       after);
  }
  if (end.exit_status == 0) return "succeeded in " + after;
  const bool has_reason = ending && ending->why != Why::all_is_done;
  return fmt::format("failed after {}, with exit status {}{}", after, end.exit_status,
                     has_reason ? std::string(": ") + reason_text(ending->why) : "");
}

std::string workers_text(const Totals& totals) {
  List list;
  list.add(totals.succeeded, "succeeded");
  list.add(totals.failed, "failed");
  list.add(totals.retries, "retry", "retries");
  list.add(totals.cancelled, "not needed in the end");
  list.add(totals.ended_with_run, "ended with the run");
  list.add(totals.skipped, "not started");
  list.add(totals.resumed, "done by an earlier run");
  return list.text();
}

std::string phases_text(const Phases& phases) {
  List list;
  nanoseconds before{};
  const auto add = [&](const std::optional<nanoseconds>& until, std::string_view what) {
    if (!until) return;
    list.add(fmt::format("{} {}", time_text(*until - before), what));
    before = *until;
  };
  add(phases.attached, "starting");
  add(phases.gathered, "gathering");
  add(phases.ending, phases.gathered ? "releasing" : "until the end began");
  if (phases.ended && *phases.ended - before >= wait_shown) add(phases.ended, "ending");
  return list.text();
}

std::string usage_lines(const Totals& totals) {
  std::string lines =
      fmt::format("{:{}}{:>12}{:>12}{:>16}\n", "", name_columns, "user", "system", "most memory");
  const auto add = [&](std::string_view name, const os::ResourceUsage& usage,
                       std::string_view remark) {
    if (usage.resident_bytes_max == 0) return;
    lines += fmt::format("{:{}}{:>12}{:>12}{:>16}{}\n", name, name_columns, time_text(usage.user),
                         time_text(usage.system), bytes_text(usage.resident_bytes_max), remark);
  };
  const std::uint64_t workers = totals.succeeded + totals.failed + totals.ended_with_run;
  add("workers", totals.workers, workers > 1 ? "  (the largest)" : "");
  add("init", totals.init, "");
  add("Scheduler", totals.scheduler, "");
  return lines;
}

std::string spilling_text(const Story& story) {
  const Share& spilling = story.share(Work::spilling);
  const Share& merging = story.share(Work::merging);
  std::string text = fmt::format("{} to disk in {} part{}, {}", bytes_text(spilling.bytes),
                                 count_text(spilling.count), spilling.count == 1 ? "" : "s",
                                 time_text(spilling.time));
  if (merging.count > 0)
    text += fmt::format("; merged {} time{} before the end, {}", merging.count,
                        merging.count == 1 ? "" : "s", time_text(merging.time));
  return text;
}

std::string usage_json(const os::ResourceUsage& usage) {
  return fmt::format(
      R"({{"user_seconds": {:.6f}, "system_seconds": {:.6f}, "max_resident_bytes": {}}})",
      seconds_of(usage.user), seconds_of(usage.system), usage.resident_bytes_max);
}

std::string share_json(const Share& share) {
  return fmt::format(R"({{"count": {}, "seconds": {:.6f}, "bytes": {}}})", share.count,
                     seconds_of(share.time), share.bytes);
}

std::string status_json(int number, bool is_set) {
  return is_set ? std::to_string(number) : "null";
}

/// How long it was from one point to the next, if both were reached.
std::string seconds_json(const std::optional<nanoseconds>& from,
                         const std::optional<nanoseconds>& until) {
  return from && until ? fmt::format("{:.6f}", seconds_of(*until - *from)) : "null";
}

std::string number_json(const std::optional<std::uint64_t>& number) {
  return number ? std::to_string(*number) : "null";
}

}  // namespace

const char* reason_word(Why why) {
  constexpr std::array words{"all_is_done", "jobs_failed", "run_failed", "interrupted",
                             "reader_gone"};
  return words[static_cast<std::size_t>(why)];
}

void Summary::on(const event::Stamp& /*stamp*/, const event::Event& event) {
  const auto* const exited = std::get_if<event::JobExited>(&event);
  const Try* const last = exited != nullptr ? story_.last_try(exited->job) : nullptr;
  if (last == nullptr || last->attempt != exited->attempt) return;
  const auto is_slower = [](const Try& a, const Slow& b) {
    return duration_of(a) > duration_of(b.done);
  };
  const auto place = std::upper_bound(slowest_.begin(), slowest_.end(), *last, is_slower);
  if (place == slowest_.end() && slowest_.size() == slowest_max) return;
  slowest_.insert(place, {*last, title_of_(exited->job)});
  if (slowest_.size() > slowest_max) slowest_.pop_back();
}

nanoseconds Summary::wall_time() const {
  return story_.phases().ended.value_or(event::Clock::now() - story_.start());
}

std::string Summary::text(const End& end) const {
  const Totals& totals = story_.totals();
  std::string text = line("run", end_text(end, wall_time(), story_.ending()));
  const auto& causes = story_.causes();
  for (std::size_t i = 0; i < std::min(causes.size(), causes_shown); ++i)
    text += line("", causes[i].sentence);
  if (const std::uint64_t failures = std::max<std::uint64_t>(totals.failed, causes.size());
      failures > causes_shown)
    text += line("", fmt::format("and {} more", failures - causes_shown));
  text += line("workers", workers_text(totals));
  text += flow_line("records", totals.records_in, totals.records_out, count_text);
  text += flow_line("bytes", totals.bytes_in, totals.bytes_out, bytes_text);
  text += line("time", phases_text(story_.phases()));
  if (story_.share(Work::spilling).count > 0) text += line("spilled", spilling_text(story_));
  if (totals.without_slab >= wait_shown)
    text += line("no slab", fmt::format("{} in which workers waited for the Scheduler",
                                        time_text(totals.without_slab)));
  text += usage_lines(totals);
  if (slowest_.size() < 2) return text;
  for (std::size_t i = 0; i < std::min(slowest_.size(), slowest_shown); ++i) {
    const Slow& slow = slowest_[i];
    const bool waited = slow.done.waiting >= wait_shown;
    const std::string head =
        fmt::format("{:{}}{:>6} {:>9}  {}", i == 0 ? "slowest" : "", name_columns,
                    fmt::format("P{}", slow.done.job + 1), time_text(duration_of(slow.done)),
                    waited ? fmt::format("({} unread)  ", time_text(slow.done.waiting)) : "");
    text += head + fitted(slow.title, columns_max - head.size()) + '\n';
  }
  return text;
}

std::string Summary::json(const End& end, std::string_view program_version) const {
  const Totals& totals = story_.totals();
  const Phases& phases = story_.phases();
  std::string json = fmt::format(
      R"({{"version": {}, "muster": {}, "start": {:.6f}, "wall_seconds": {:.6f}, )"
      R"("exit_status": {}, "signal": {}, "reason": {}, "causes": [)",
      version, json_string(program_version), unix_seconds(story_.start()), seconds_of(wall_time()),
      status_json(end.exit_status, end.signal == 0), status_json(end.signal, end.signal != 0),
      story_.ending() ? json_string(reason_word(story_.ending()->why)) : "null");
  for (const Story::Cause& cause : story_.causes())
    json += fmt::format(R"({}{{"worker": {}, "text": {}}})", json.back() == '[' ? "" : ", ",
                        cause.job ? std::to_string(*cause.job + 1) : "null",
                        json_string(cause.sentence));
  fmt::format_to(
      std::back_inserter(json),
      R"(], "workers": {{"succeeded": {}, "failed": {}, "cancelled": {}, "ended_with_run": {}, )"
      R"("skipped": {}, "resumed": {}, "retries": {}}}, )"
      R"("records_in": {}, "records_out": {}, "bytes_in": {}, "bytes_out": {}, )",
      totals.succeeded, totals.failed, totals.cancelled, totals.ended_with_run, totals.skipped,
      totals.resumed, totals.retries, totals.records_in, number_json(totals.records_out),
      totals.bytes_in, number_json(totals.bytes_out));
  const std::optional<nanoseconds> start = nanoseconds(0);
  fmt::format_to(
      std::back_inserter(json),
      R"("phases": {{"starting_seconds": {}, "gathering_seconds": {}, "releasing_seconds": {}, )"
      R"("ending_seconds": {}}}, "without_slab_seconds": {:.6f}, )",
      seconds_json(start, phases.attached), seconds_json(phases.attached, phases.gathered),
      seconds_json(phases.gathered, phases.ending), seconds_json(phases.ending, phases.ended),
      seconds_of(totals.without_slab));
  fmt::format_to(
      std::back_inserter(json),
      R"("usage": {{"workers": {}, "init": {}, "scheduler": {}}}, )"
      R"("work": {{"sorting": {}, "spilling": {}, "merging": {}, "writing": {}}}, "slowest": [)",
      usage_json(totals.workers), usage_json(totals.init), usage_json(totals.scheduler),
      share_json(story_.share(Work::sorting)), share_json(story_.share(Work::spilling)),
      share_json(story_.share(Work::merging)), share_json(story_.share(Work::writing)));
  for (const Slow& slow : slowest_) {
    // What became of it, and its records, were not known when it exited.
    const Try* const last = story_.last_try(slow.done.job);
    const bool is_last = last != nullptr && last->attempt == slow.done.attempt;
    const Try& done = is_last ? *last : slow.done;
    fmt::format_to(
        std::back_inserter(json),
        R"({}{{"worker": {}, "try": {}, "title": {}, "outcome": "{}", "seconds": {:.6f}, )"
        R"("unread_seconds": {:.6f}, "user_seconds": {:.6f}, "system_seconds": {:.6f}, )"
        R"("max_resident_bytes": {}, "records": {}, "bytes": {}, "ahead_bytes": {}}})",
        json.back() == '[' ? "" : ", ", done.job + 1, done.attempt + 1, json_string(slow.title),
        outcome_word(is_last ? done.outcome : Outcome::retried), seconds_of(duration_of(done)),
        seconds_of(done.waiting), seconds_of(done.usage.user), seconds_of(done.usage.system),
        done.usage.resident_bytes_max, done.records, done.bytes, done.bytes_ahead);
  }
  return json + "]}\n";
}

}  // namespace muster::report
