#ifndef MUSTER_REPORT_SEQUENCE_H
#define MUSTER_REPORT_SEQUENCE_H

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "event/event.h"

namespace muster::report {

/// What happened in a run with few workers, as a diagram has it: a lane for each process, and steps
/// in the order in which they were taken.
struct Sequence {
  enum class Kind : std::uint8_t {
    act,     ///< something that concerns `from` alone
    start,   ///< `from` has started `to`
    tell,    ///< `from` sends `to` a message
    pass,    ///< records go from `from` to `to`
    print,   ///< records leave `from` for its stdout
    create,  ///< `from` makes the segment, which it is attached to from now on
    attach,
    detach,
    unlink,  ///< the segment has no name any more
    reap,    ///< `from` has reaped `to`
  };
  struct Lane {
    std::string name;
    pid_t pid = 0;  ///< 0 if it has not been started
  };
  struct Step {
    event::Time when;
    Kind kind = Kind::act;
    std::size_t from = 0;  ///< an index of lanes
    std::size_t to = 0;
    std::string calls;    ///< the system calls, or empty
    std::string text;     ///< what else there is to say
    std::string numbers;  ///< the records that travel, if they are known and few
  };

  event::Time start;
  std::vector<Lane> lanes;  ///< P1…, init, the Scheduler
  std::vector<Step> steps;
  std::uint32_t workers_left_out = 0;  ///< for want of space
  std::size_t steps_left_out = 0;

  [[nodiscard]] std::size_t init() const { return lanes.size() - 2; }
  [[nodiscard]] std::size_t scheduler() const { return lanes.size() - 1; }
};

/// What has become of the lanes and of the segment once steps have been taken. For those that draw.
class SequenceState {
 public:
  explicit SequenceState(const Sequence& sequence);

  /// Every step in its turn.
  void take(const Sequence::Step& step);

  [[nodiscard]] bool is_running(std::size_t lane) const { return lanes_[lane].is_running; }
  [[nodiscard]] bool is_attached(std::size_t lane) const { return lanes_[lane].is_attached; }
  [[nodiscard]] bool has_name() const { return has_name_; }
  /// Whether there is a segment: it has a name, or somebody is attached.
  [[nodiscard]] bool has_segment() const;

 private:
  struct Lane {
    bool is_running = false;
    bool is_attached = false;
  };
  std::vector<Lane> lanes_;
  bool has_name_ = false;
};

/// Makes a Sequence of the events of the reference run. Bounded: of many workers the first few are
/// kept, and of many steps those at which processes and the segment come and go.
class SequenceRecorder final : public event::Sink {
 public:
  enum class Arrangement : std::uint8_t { ascending, descending, unknown };

  /// `arrangement` is that in which the numbers are printed; `at_end` is called when the run has
  /// ended.
  SequenceRecorder(event::Time start, std::uint32_t workers, Arrangement arrangement,
                   std::function<void(const Sequence&)> at_end);

  void on(const event::Stamp& stamp, const event::Event& event) override;
  [[nodiscard]] event::Remote wants_remote() const override { return event::Remote::steps; }

  [[nodiscard]] const Sequence& sequence() const { return sequence_; }

 private:
  [[nodiscard]] bool is_shown(std::uint32_t job) const { return job < sequence_.init(); }
  [[nodiscard]] Sequence::Step step(const event::Event& event);
  void take_numbers(const event::PipeRead& read);
  [[nodiscard]] std::string printed(std::uint64_t bytes) const;

  Sequence sequence_;
  Arrangement arrangement_;
  std::function<void(const Sequence&)> at_end_;
  std::vector<std::uint64_t> numbers_;
  bool are_numbers_known_ = true;  // and few
};

/// The diagram for a terminal, at most 79 columns wide, its lines with their newlines.
std::string sequence_text(const Sequence& sequence, bool has_unicode, bool has_colors);

/// The same as an SVG element, which stands alone, or in a page that allows the style that has the
/// nonce. Its classes begin with "seq-".
std::string sequence_svg(const Sequence& sequence, std::string_view nonce = {});

}  // namespace muster::report

#endif
