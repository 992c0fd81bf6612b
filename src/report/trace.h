#ifndef MUSTER_REPORT_TRACE_H
#define MUSTER_REPORT_TRACE_H

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "event/event.h"
#include "report/report_file.h"
#include "report/story.h"

namespace muster::report {

/// Writes a run as a trace of events in Chrome's format, while it happens (docs/trace.md). Whole
/// lines are written, so that what a run that was killed has left can be read.
class Trace final : public event::Sink {
 public:
  using TitleOf = std::function<std::string(std::uint32_t job)>;

  /// `story` must outlive it, and be told of events before it. Throws std::system_error, here and
  /// once from on() or on_time(), if the file cannot be written.
  Trace(const Story& story, const std::string& path, TitleOf title_of);

  void on(const event::Stamp& stamp, const event::Event& event) override;
  [[nodiscard]] event::Remote wants_remote() const override { return event::Remote::figures; }
  /// Counters are written when the story has a new sample.
  void on_time(event::Time now) override;

 private:
  using Time = event::Time;
  using Since = std::chrono::nanoseconds;  // the start of the run

  /// A line of the picture; `process` groups them.
  struct Track {
    int process = 0;
    std::uint32_t thread = 0;
  };
  /// The try that a slot runs.
  struct Running {
    std::uint32_t job = 0;
    std::uint32_t attempt = 0;
    std::string name;  ///< of the span: speedscope wants it at the end, too
  };
  /// Of a pipe that is not read.
  struct Wait {
    Since from{};
    event::PipeUnwatched::Why why = event::PipeUnwatched::Why::no_slab_free;
  };

  static constexpr Track init{1, 1};
  static constexpr Track scheduler{2, 1};
  static Track track_of(std::uint32_t slot) { return {3, slot + 1}; }

  [[nodiscard]] Since since_start(Time when) const { return when - story_.start(); }
  void begin(const event::JobStarted& started, Since when);
  void finish(std::uint32_t slot, Since when);
  void finish_if_over(std::uint32_t job, std::uint32_t attempt);
  void stop_waiting(std::uint32_t job, Since when);
  void failed(const event::JobFailed& failed, Since when);
  void worked(const event::Worked& worked, Since when);
  void enter_phase(Track track, std::optional<std::string>& phase, Since when,
                   std::string_view next);
  void write_counters();
  void end(Since when);

  void name_track(Track track, std::string_view process, std::string_view name);
  void add(Track track, char kind, Since when, std::string_view rest);
  void add_span(Track track, Since from, Since until, std::string_view name, std::string_view more);
  void add_counter(std::string_view name, Since when, std::string_view values);
  void flush();

  const Story& story_;
  ReportFile file_;
  TitleOf title_of_;
  std::string lines_;       // to be written
  bool has_lines_ = false;  // before these
  Time next_flush_;
  std::map<std::uint32_t, Running> slots_;  // those in which something runs
  std::uint32_t named_slots_ = 0;
  std::map<std::uint32_t, Wait> waits_;  // by job
  std::optional<std::string> init_phase_;
  std::optional<std::string> scheduler_phase_;
  Since scheduler_worked_until_{};
  std::optional<Since> without_slab_since_;
  Sample last_;  // that counters were written of
  bool is_over_ = false;
};

}  // namespace muster::report

#endif
