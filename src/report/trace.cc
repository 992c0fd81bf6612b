// A line is an event; viewers take what is missing at the end, the bracket too, for a run that was
// cut short.
//
// Spans of a track have to nest, so each slot is a track: a slot runs one try at a time. What is
// known only afterwards (a wait, work of the Scheduler) is written as one event with a duration, in
// the span that is open then.

#include "report/trace.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "report/json.h"

namespace muster::report {
namespace {

using Work = event::Worked::Work;

constexpr std::size_t lines_bytes_max = std::size_t{64} << 10U;
constexpr std::chrono::milliseconds flush_pause{500};
/// Shorter waits would be most of the trace of a run whose Scheduler is always behind.
constexpr std::chrono::milliseconds wait_min{1};

double microseconds_of(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::micro>(time).count();
}

double milliseconds_of(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

const char* name_of(Work work) {
  constexpr std::array names{"sorting", "spilling", "merging", "writing"};
  return names[static_cast<std::size_t>(work)];
}

const char* name_of(Outcome outcome) {
  constexpr std::array names{"running", "succeeded", "failed",
                             "retried", "cancelled", "ended with the run"};
  return names[static_cast<std::size_t>(outcome)];
}

std::string named(std::string_view name) {
  return fmt::format(R"("name":{})", json_string(name));
}

/// How many there were a second.
double rate(std::uint64_t before, std::uint64_t now, std::chrono::nanoseconds time) {
  const double seconds = std::chrono::duration<double>(time).count();
  return seconds > 0 ? static_cast<double>(now - before) / seconds : 0;
}

}  // namespace

Trace::Trace(const Story& story, const std::string& path, TitleOf title_of)
    : story_(story),
      file_("the trace", path),
      title_of_(std::move(title_of)),
      next_flush_(story.start()) {
  name_track(init, "init", "init");
  name_track(scheduler, "Scheduler", "Scheduler");
  enter_phase(init, init_phase_, Since(0), "starting");
}

void Trace::on(const event::Stamp& stamp, const event::Event& event) {
  using namespace event;
  if (is_over_) return;
  const Since when = since_start(stamp.when);
  const bool is_schedulers = stamp.role == Role::scheduler;
  std::visit(
      Overloaded{
          [&](const JobStarted& e) { begin(e, when); },
          [&](const PipeRead& e) { stop_waiting(e.job, when); },
          [&](const PipeEnded& e) { stop_waiting(e.job, when); },
          [&](const PipeUnwatched& e) {
            const Try* const last = story_.last_try(e.job);
            if (last != nullptr && !last->has_ended()) waits_.try_emplace(e.job, Wait{when, e.why});
          },
          [&](const PipeWatched& e) { stop_waiting(e.job, when); },
          [&](const JobExited& e) {
            stop_waiting(e.job, when);
            finish_if_over(e.job, e.attempt);
          },
          [&](const JobSucceeded& e) { finish_if_over(e.job, e.attempt); },
          [&](const JobCancelled& e) { finish_if_over(e.job, e.attempt); },
          [&](const JobFailed& e) { failed(e, when); },
          [&](const SlabsRanOut&) { without_slab_since_ = when; },
          [&](const SlabFreed&) {
            const auto since = std::exchange(without_slab_since_, std::nullopt);
            if (since && when - *since >= wait_min)
              add_span(init, *since, when, "no free slab", "");
          },
          [&](const SchedulerReady&) {
            enter_phase(scheduler, scheduler_phase_, when, "gathering");
          },
          [&](const Worked& e) { worked(e, when); },
          [&](const ReleaseStarted&) {
            enter_phase(scheduler, scheduler_phase_, when, "releasing");
          },
          [&](const SegmentDetached&) {
            if (is_schedulers) enter_phase(scheduler, scheduler_phase_, when, "");
          },
          [&](const SegmentAttached&) { enter_phase(init, init_phase_, when, "gathering"); },
          [&](const ReleaseRequested&) { enter_phase(init, init_phase_, when, "releasing"); },
          [&](const RunEnding&) { enter_phase(init, init_phase_, when, "ending"); },
          [&](const RunEnded&) { end(when); },
          [](const auto&) {},
      },
      event);
  if (lines_.size() >= lines_bytes_max) flush();
}

void Trace::on_time(Time now) {
  if (is_over_) return;
  write_counters();
  if (now < next_flush_) return;
  flush();
  next_flush_ = now + flush_pause;
}

// --- workers ------------------------------------------------------------------------------------

void Trace::begin(const event::JobStarted& started, Since when) {
  for (; named_slots_ <= started.slot; ++named_slots_)
    name_track(track_of(named_slots_), "workers", fmt::format("slot {}", named_slots_ + 1));
  finish(started.slot, when);
  const std::string again =
      started.attempt > 0 ? fmt::format(" (try {})", started.attempt + 1) : std::string();
  std::string name =
      named(fmt::format("P{}{}: {}", started.job + 1, again, title_of_(started.job)));
  add(track_of(started.slot), 'B', when,
      fmt::format(R"({},"args":{{"pid":{}}})", name, started.pid));
  slots_[started.slot] = {started.job, started.attempt, std::move(name)};
}

/// Ends what the slot runs, if anything: when its process ended, or at `when` if it still runs.
void Trace::finish(std::uint32_t slot, Since when) {
  const auto node = slots_.extract(slot);
  if (!node) return;
  const auto& [job, attempt, name] = node.mapped();
  stop_waiting(job, when);
  const Try* const last = story_.last_try(job);
  if (last == nullptr || last->attempt != attempt) return add(track_of(slot), 'E', when, name);
  const bool has_ended = last->has_ended();
  const auto status = [&](bool by_signal) {
    return has_ended && last->status.by_signal == by_signal ? std::to_string(last->status.number)
                                                            : std::string("null");
  };
  add(track_of(slot), 'E', has_ended ? std::min(last->end, when) : when,
      fmt::format(
          R"({},"args":{{"outcome":"{}","status":{},"signal":{},"bytes":{},"unread_ms":{:.3f},)"
          R"("user_ms":{:.3f},"system_ms":{:.3f},"max_resident_bytes":{}}})",
          name, name_of(last->outcome), status(false), status(true), last->bytes,
          milliseconds_of(last->waiting), milliseconds_of(last->usage.user),
          milliseconds_of(last->usage.system), last->usage.resident_bytes_max));
}

/// Once its process has ended and it is known what became of it.
void Trace::finish_if_over(std::uint32_t job, std::uint32_t attempt) {
  const Try* const last = story_.last_try(job);
  if (last == nullptr || last->attempt != attempt || last->pid == 0) return;
  const auto found = slots_.find(last->slot);
  if (found == slots_.end() || found->second.job != job || found->second.attempt != attempt) return;
  if (last->outcome != Outcome::running && last->has_ended()) finish(last->slot, last->end);
}

void Trace::stop_waiting(std::uint32_t job, Since when) {
  if (waits_.empty()) return;
  const auto node = waits_.extract(job);
  const Try* const last = node ? story_.last_try(job) : nullptr;
  if (last == nullptr || when - node.mapped().from < wait_min) return;
  const bool is_paused = node.mapped().why == event::PipeUnwatched::Why::ahead_of_order;
  add_span(track_of(last->slot), node.mapped().from, when,
           is_paused ? "paused: far ahead of the order" : "unread: no free slab", "");
}

void Trace::failed(const event::JobFailed& failed, Since when) {
  const Try* const last = story_.last_try(failed.job);
  const bool has_slot = last != nullptr && last->pid != 0;
  finish_if_over(failed.job, failed.attempt);
  add(has_slot ? track_of(last->slot) : init, 'i', when,
      fmt::format(
          R"({},"s":"t")",
          named(fmt::format("P{} {}", failed.job + 1,
                            failed.will_be_retried ? "failed, and is tried again" : "failed"))));
}

// --- init and the Scheduler ---------------------------------------------------------------------

/// An empty name is the end of the last phase.
void Trace::enter_phase(Track track, std::optional<std::string>& phase, Since when,
                        std::string_view next) {
  if (phase) add(track, 'E', when, named(*phase));
  phase.reset();
  if (next.empty()) return;
  phase = next;
  add(track, 'B', when, named(next));
}

void Trace::worked(const event::Worked& worked, Since when) {
  const Since from = std::max(when - worked.time, scheduler_worked_until_);
  scheduler_worked_until_ = std::max(scheduler_worked_until_, when);
  add_span(scheduler, from, std::max(from, when), name_of(worked.work),
           fmt::format(R"(,"args":{{"bytes":{}}})", worked.bytes));
}

void Trace::write_counters() {
  if (story_.samples().empty() || story_.samples().back().when <= last_.when) return;
  const Sample& now = story_.samples().back();
  const Since time = now.when - last_.when;
  add_counter("running workers", now.when, fmt::format(R"("workers":{})", now.running));
  add_counter("bytes a second", now.when,
              fmt::format(R"("bytes":{:.0f})", rate(last_.bytes, now.bytes, time)));
  add_counter("records a second", now.when,
              fmt::format(R"("records":{:.0f})", rate(last_.records, now.records, time)));
  add_counter("slabs in use", now.when, fmt::format(R"("slabs":{})", now.slabs_in_use));
  add_counter("memory in bytes", now.when,
              fmt::format(R"("init":{},"Scheduler":{})", now.init_bytes, now.scheduler_bytes));
  add_counter("bytes spilled", now.when, fmt::format(R"("bytes":{})", now.spilled_bytes));
  last_ = now;
}

void Trace::end(Since when) {
  while (!slots_.empty()) finish(slots_.begin()->first, when);
  write_counters();
  enter_phase(scheduler, scheduler_phase_, when, "");
  enter_phase(init, init_phase_, when, "");
  lines_ += "\n]\n";
  flush();
  is_over_ = true;
}

// --- lines --------------------------------------------------------------------------------------

void Trace::name_track(Track track, std::string_view process, std::string_view name) {
  add(track, 'M', Since(0),
      fmt::format(R"("name":"process_name","args":{{"name":"{}"}})", process));
  add(track, 'M', Since(0), fmt::format(R"("name":"thread_name","args":{{"name":"{}"}})", name));
}

/// `rest` are more members, without a comma before them.
void Trace::add(Track track, char kind, Since when, std::string_view rest) {
  fmt::format_to(std::back_inserter(lines_), R"({}{{"ph":"{}","pid":{},"tid":{},"ts":{:.3f}{}{}}})",
                 std::exchange(has_lines_, true) ? ",\n" : "[\n", kind, track.process, track.thread,
                 microseconds_of(when), rest.empty() ? "" : ",", rest);
}

void Trace::add_span(Track track, Since from, Since until, std::string_view name,
                     std::string_view more) {
  add(track, 'X', from,
      fmt::format(R"("dur":{:.3f},{}{})", microseconds_of(until - from), named(name), more));
}

void Trace::add_counter(std::string_view name, Since when, std::string_view values) {
  add(init, 'C', when, fmt::format(R"({},"args":{{{}}})", named(name), values));
}

/// The lines' newlines come with the next, so the last is whole, too.
void Trace::flush() {
  file_.write(lines_);
  lines_.clear();
}

}  // namespace muster::report
