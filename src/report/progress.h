#ifndef MUSTER_REPORT_PROGRESS_H
#define MUSTER_REPORT_PROGRESS_H

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "event/event.h"
#include "report/running.h"

namespace muster::report {

/// How far a run is.
struct Figures {
  std::uint64_t done = 0;  ///< jobs that are over, the failed ones included
  std::optional<std::uint64_t> total;
  std::uint64_t running = 0;
  std::uint64_t stopped = 0;  ///< of these
  std::uint64_t failed = 0;
  std::uint64_t retried = 0;
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
  std::uint64_t bytes_per_second = 0;
  std::optional<std::chrono::seconds> left;  ///< until the end, as it looks
  bool is_releasing = false;
  std::uint32_t longest = 0;  ///< of those that run, which has run longest, for how long, and what
  std::chrono::seconds longest_age{0};
  std::string longest_title;
};

/// One line of at most `columns`, of which the less important parts are left out if it is narrow;
/// with a bar in front of it if that is wanted.
std::string progress_text(const Figures& figures, std::size_t columns, bool has_bar);

/// Shows on stderr how far the run is: by one line that is kept current, or, where that is not
/// possible, by a line now and then.
class Progress final : public event::Sink {
 public:
  enum class Style : std::uint8_t {
    status_line,  ///< of a terminal, from `delay` on until the end of the run
    plain_lines,  ///< every ten seconds
  };
  struct Options {
    Style style = Style::status_line;
    std::chrono::milliseconds delay{0};
    bool has_bar = false;
    bool has_colors = false;
    /// Records are printed on the same terminal, so the line has to go before they come.
    bool shares_terminal = false;
  };
  using TitleOf = std::function<std::string(std::uint32_t job)>;
  using Count = std::function<std::optional<std::uint64_t>()>;

  /// `running` must outlive it, and be told of events before it. `count` gives the number of all
  /// jobs, once it is known.
  Progress(const Running& running, event::Time start, Options options, TitleOf title_of,
           Count count);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() override { finish(); }

  void on(const event::Stamp& stamp, const event::Event& event) override;
  [[nodiscard]] std::optional<event::Time> due() const override;
  void on_time(event::Time now) override;

 private:
  struct Sample {
    event::Time when;
    std::uint64_t bytes = 0;
  };

  [[nodiscard]] Figures figures(event::Time now);
  void draw(event::Time now);
  void finish();

  const Running& running_;
  event::Time start_;
  Options options_;
  TitleOf title_of_;
  Count count_;
  std::uint64_t resumed_ = 0;
  Figures counted_;  // the part that is counted from event to event
  std::deque<Sample> samples_;
  event::Time next_;        // when the line may be drawn
  bool is_changed_ = true;  // since it was drawn
  bool is_finished_ = false;
};

}  // namespace muster::report

#endif
