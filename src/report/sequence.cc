// The steps of the reference run as data. What a step says is kept short: it has to stand beside
// the lanes of a terminal.

#include "report/sequence.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/calls.h"

namespace muster::report {
namespace {

using Kind = Sequence::Kind;

/// As many as a terminal of 80 columns has room for.
constexpr std::uint32_t workers_max = 4;
/// After these, only those are kept at which something begins or ends.
constexpr std::size_t steps_max = 200;
/// More of them do not fit a line.
constexpr std::size_t numbers_max = 8;
constexpr std::size_t number_bytes_max = 5;

bool begins_or_ends_something(Kind kind) {
  return kind != Kind::act && kind != Kind::tell && kind != Kind::pass;
}

std::string name_of(std::uint32_t job) {
  return fmt::format("P{}", job + 1);
}

/// The numbers in what a worker has written; nothing if it is not that.
std::optional<std::vector<std::uint64_t>> numbers_in(std::string_view lines) {
  if (lines.size() > numbers_max * (number_bytes_max + 1)) return std::nullopt;
  std::vector<std::uint64_t> numbers;
  while (!lines.empty()) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(lines.data(), lines.data() + lines.size(), number);
    const auto bytes = static_cast<std::size_t>(end - lines.data());
    if (error != std::errc() || bytes == lines.size() || *end != '\n') return std::nullopt;
    numbers.push_back(number);
    lines.remove_prefix(bytes + 1);
  }
  return numbers;
}

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string ended(const std::string& name, const os::ExitStatus& status) {
  return fmt::format("{}, {} {}", name, status.by_signal ? "signal" : "status", status.number);
}

}  // namespace

SequenceState::SequenceState(const Sequence& sequence) : lanes_(sequence.lanes.size()) {
  lanes_[sequence.init()].is_running = true;
}

void SequenceState::take(const Sequence::Step& step) {
  switch (step.kind) {
    case Kind::start:
      lanes_[step.to].is_running = true;
      return;
    case Kind::reap:
      lanes_[step.to] = {};
      return;
    case Kind::create:
      has_name_ = true;
      [[fallthrough]];
    case Kind::attach:
      lanes_[step.from].is_attached = true;
      return;
    case Kind::detach:
      lanes_[step.from].is_attached = false;
      return;
    case Kind::unlink:
      has_name_ = false;
      return;
    case Kind::act:
    case Kind::tell:
    case Kind::pass:
    case Kind::print:
      return;
  }
}

bool SequenceState::has_segment() const {
  return has_name_ || std::any_of(lanes_.begin(), lanes_.end(),
                                  [](const Lane& lane) { return lane.is_attached; });
}

SequenceRecorder::SequenceRecorder(event::Time start, std::uint32_t workers,
                                   Arrangement arrangement,
                                   std::function<void(const Sequence&)> at_end)
    : arrangement_(arrangement), at_end_(std::move(at_end)) {
  sequence_.start = start;
  const std::uint32_t shown = std::min(workers, workers_max);
  sequence_.workers_left_out = workers - shown;
  for (std::uint32_t job = 0; job < shown; ++job) sequence_.lanes.push_back({name_of(job)});
  sequence_.lanes.push_back({"init", ::getpid()});
  sequence_.lanes.push_back({"Scheduler"});
}

void SequenceRecorder::on(const event::Stamp& stamp, const event::Event& event) {
  if (const auto* read = std::get_if<event::PipeRead>(&event)) take_numbers(*read);
  if (stamp.role == event::Role::worker && !is_shown(stamp.job)) return;
  Sequence::Step step = this->step(event);
  if (!step.text.empty()) {
    step.when = stamp.when;
    step.calls = calls_of(event, /*workers_are_forked=*/true);
    if (stamp.role == event::Role::worker) step.from = stamp.job;
    if (stamp.role == event::Role::init && step.kind != Kind::pass) step.from = sequence_.init();
    if (stamp.role == event::Role::scheduler) step.from = sequence_.scheduler();
    if (sequence_.steps.size() < steps_max || begins_or_ends_something(step.kind))
      sequence_.steps.push_back(std::move(step));
    else
      ++sequence_.steps_left_out;
  }
  if (!std::holds_alternative<event::RunEnded>(event)) return;
  std::stable_sort(
      sequence_.steps.begin(), sequence_.steps.end(),
      [](const Sequence::Step& a, const Sequence::Step& b) { return a.when < b.when; });
  at_end_(sequence_);
}

/// Without time and process. One without a text is not shown.
Sequence::Step SequenceRecorder::step(const event::Event& event) {
  using namespace event;
  const std::size_t init = sequence_.init();
  const std::size_t scheduler = sequence_.scheduler();
  const auto make = [](Kind kind, std::size_t to, std::string text, std::string numbers = {}) {
    Sequence::Step step;
    step.kind = kind;
    step.to = to;
    step.text = std::move(text);
    step.numbers = std::move(numbers);
    return step;
  };
  return std::visit(
      Overloaded{
          [&](const SchedulerStarted& e) {
            sequence_.lanes[scheduler].pid = e.pid;
            return make(Kind::start, scheduler, fmt::format("Scheduler, pid {}", e.pid));
          },
          [&](const SegmentCreated& e) {
            return make(Kind::create, 0, fmt::format("segment, {} bytes", e.bytes));
          },
          [&](const SegmentNameSent&) { return make(Kind::tell, init, "its name"); },
          [&](const SegmentAttached&) { return make(Kind::attach, 0, "attached"); },
          [&](const SegmentDetached&) { return make(Kind::detach, 0, "detached"); },
          [&](const SegmentUnlinked&) { return make(Kind::unlink, 0, "the name is gone"); },
          [&](const JobStarted& e) {
            if (!is_shown(e.job)) return Sequence::Step();
            sequence_.lanes[e.job].pid = e.pid;
            return make(Kind::start, e.job, fmt::format("{}, pid {}", name_of(e.job), e.pid));
          },
          [&](const NumbersDrawn& e) {
            return make(Kind::act, 0,
                        e.count == 1 ? fmt::format("draws {}", e.last)
                                     : fmt::format("draws {} numbers", e.count));
          },
          [&](const PipeWritten& e) {
            return make(Kind::act, 0, counted(e.bytes, "byte") + " to its pipe");
          },
          [&](const PipeRead& e) {
            if (!is_shown(e.job)) return Sequence::Step();
            const auto numbers = numbers_in(e.data);
            Sequence::Step step =
                make(Kind::pass, init, counted(e.bytes, "byte"),
                     numbers ? fmt::format("{}", fmt::join(*numbers, " ")) : std::string());
            step.from = e.job;
            return step;
          },
          [&](const PipeEnded& e) {
            return is_shown(e.job) ? make(Kind::act, 0, "end of " + name_of(e.job) + "'s pipe")
                                   : Sequence::Step();
          },
          [&](const JobExited& e) {
            return is_shown(e.job) ? make(Kind::reap, e.job, ended(name_of(e.job), e.status))
                                   : Sequence::Step();
          },
          [&](const SlabHandedOver& e) {
            return make(Kind::tell, scheduler,
                        fmt::format("{} in slab {}", counted(e.bytes, "byte"), e.slab));
          },
          [&](const SlabEmptied& e) {
            return make(Kind::tell, init, fmt::format("slab {} is empty", e.slab));
          },
          [&](const ReleaseRequested&) { return make(Kind::tell, scheduler, "all have ended"); },
          [&](const ReleaseStarted& e) {
            return make(Kind::act, 0, "sorts " + counted(e.records, "number"));
          },
          [&](const RecordsReleased& e) { return make(Kind::print, 0, printed(e.bytes)); },
          [&](const ReleaseConfirmed&) { return make(Kind::act, 0, "all is printed"); },
          [&](const SchedulerExited& e) {
            return make(Kind::reap, scheduler, ended("Scheduler", e.status));
          },
          [&](const RunEnded&) { return make(Kind::act, 0, "nothing is left"); },
          [](const auto&) { return Sequence::Step(); },
      },
      event);
}

void SequenceRecorder::take_numbers(const event::PipeRead& read) {
  const auto numbers = numbers_in(read.data);
  if (numbers) numbers_.insert(numbers_.end(), numbers->begin(), numbers->end());
  if (!numbers || numbers_.size() > numbers_max) are_numbers_known_ = false;
  if (!are_numbers_known_) numbers_.clear();
}

/// The list, if it is known what that is.
std::string SequenceRecorder::printed(std::uint64_t bytes) const {
  if (!are_numbers_known_ || arrangement_ == Arrangement::unknown) return counted(bytes, "byte");
  std::vector<std::uint64_t> sorted = numbers_;
  std::sort(sorted.begin(), sorted.end());
  if (arrangement_ == Arrangement::descending) std::reverse(sorted.begin(), sorted.end());
  return fmt::format("[{}]", fmt::join(sorted, ", "));
}

}  // namespace muster::report
