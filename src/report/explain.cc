#include "report/explain.h"

#include <optional>

#include <fmt/format.h>

#include "os/message.h"

namespace muster::report {
namespace {

/// The rest of a line is cut: a line is one write of less than PIPE_BUF bytes, so it is not mixed
/// with what workers write there.
constexpr std::size_t sentence_bytes_max = 1000;

std::string name_of(std::uint32_t job) {
  return fmt::format("P{}", job + 1);
}

std::string role_of(const event::Stamp& stamp) {
  switch (stamp.role) {
    case event::Role::init:
      return "init";
    case event::Role::scheduler:
      return "Scheduler";
    case event::Role::worker:
      return name_of(stamp.job);
  }
  return {};
}

/// Of what cli/ says anyway there is no line.
std::string sentence(const event::Event& event,
                     const std::function<std::string(std::uint32_t)>& title_of) {
  using namespace event;
  return std::visit(
      Overloaded{
          [&](const JobStarted& e) {
            return fmt::format("starts {}: pid {}, read through pipe {}: {}", name_of(e.job), e.pid,
                               e.pipe, title_of(e.job));
          },
          [](const PipeRead& e) {
            return fmt::format("reads {} bytes of {} into the segment", e.bytes, name_of(e.job));
          },
          [](const PipeEnded& e) {
            return fmt::format("finds the end of {}'s pipe", name_of(e.job));
          },
          [](const JobExited& e) {
            return fmt::format("reaps {}, which {}", name_of(e.job), e.status.text());
          },
          [](const SchedulerStarted& e) {
            return fmt::format(
                "starts the Scheduler: pid {}, told through pipe {}, answering through "
                "pipe {}",
                e.pid, e.control, e.replies);
          },
          [](const SchedulerReady& e) {
            return fmt::format(
                "has started; it reads from init through descriptor {} and answers "
                "through {}",
                e.control, e.replies);
          },
          [](const SegmentCreated& e) {
            return fmt::format(
                "creates the segment {}: {} bytes, {} of {} bytes", e.name.string(), e.bytes,
                e.slab_count == 1 ? "one slab" : fmt::format("{} slabs", e.slab_count),
                e.slab_bytes);
          },
          [](const SegmentNameSent&) -> std::string {
            return "sends the segment's name to init through its pipe";
          },
          [](const SegmentAttached& e) {
            return fmt::format("receives the name {} and attaches the segment: {} bytes",
                               e.name.string(), e.bytes);
          },
          [](const SegmentUnlinked& e) {
            return fmt::format("unlinks {}: init has attached, so the name has done its work",
                               e.name.string());
          },
          [](const SegmentDetached&) -> std::string { return "detaches from the segment"; },
          [](const SlabHandedOver& e) {
            return fmt::format("hands slab {} with {} bytes to the Scheduler", e.slab, e.bytes);
          },
          [](const SlabEmptied& e) {
            return fmt::format("reads {} bytes from slab {} and gives the slab back", e.bytes,
                               e.slab);
          },
          [](const SchedulerExited& e) {
            return fmt::format("reaps the Scheduler, which {}", e.status.text());
          },
          [](const HeaderExpected& e) {
            return fmt::format("takes the first of each worker for its header, records: {}",
                               e.records);
          },
          [](const MergeStarted&) -> std::string {
            return "merges what the workers write, as it comes";
          },
          [](const TagSet& e) {
            return fmt::format("puts the tag {} before each record of {}", e.tag.string(),
                               name_of(e.job));
          },
          [](const PipePaused& e) {
            return fmt::format("pauses {}, which is far ahead", name_of(e.job));
          },
          [](const PipeResumed& e) { return fmt::format("resumes {}", name_of(e.job)); },
          [](const RecordRefused& e) {
            return fmt::format("refuses record {} of {}", e.record, name_of(e.job));
          },
          [](const HeaderRefused& e) {
            return fmt::format("refuses the header of {}, which differs from that of {}",
                               name_of(e.job), name_of(e.first));
          },
          [](const ReleaseRequested&) -> std::string {
            return "tells the Scheduler that all workers have ended";
          },
          [](const ReleaseStarted& e) {
            return e.top < e.records
                       ? fmt::format("puts {} records in order and keeps the first {} of them",
                                     e.records, e.top)
                       : fmt::format("puts {} records in order", e.records);
          },
          [](const RecordsReleased& e) {
            return fmt::format("prints them: {} bytes to its stdout", e.bytes);
          },
          [](const ReleaseConfirmed& e) {
            return fmt::format("learns that {} records are printed", e.records);
          },
          [](const RunEnded&) -> std::string {
            return "leaves: every child is reaped and nothing is left behind";
          },
          [](const NumbersDrawn& e) {
            return e.count == 1
                       ? fmt::format("draws {}, writes {} bytes to its pipe, and ends", e.last,
                                     e.bytes)
                       : fmt::format("draws {} numbers, writes {} bytes to its pipe, and ends",
                                     e.count, e.bytes);
          },
          [](const auto&) -> std::string { return {}; },
      },
      event);
}

}  // namespace

void Explain::on(const event::Stamp& stamp, const event::Event& event) {
  const std::string text = sentence(event, title_of_);
  if (text.empty()) return;
  const std::chrono::duration<double, std::milli> elapsed = stamp.when - start_;
  lines_.emplace(stamp.when,
                 fmt::format("{:9.3f} ms  {:9} pid {:<7} {}\n", elapsed.count(), role_of(stamp),
                             stamp.pid, text.substr(0, sentence_bytes_max)));
  if (std::holds_alternative<event::RunEnded>(event)) print_until(event::Time::max());
}

std::optional<event::Time> Explain::due() const {
  if (lines_.empty()) return std::nullopt;
  return lines_.begin()->first + lateness_max;
}

void Explain::print_until(event::Time when) {
  for (; !lines_.empty() && lines_.begin()->first <= when; lines_.erase(lines_.begin()))
    os::write_message(lines_.begin()->second);
}

}  // namespace muster::report
