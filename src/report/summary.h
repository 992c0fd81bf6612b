#ifndef MUSTER_REPORT_SUMMARY_H
#define MUSTER_REPORT_SUMMARY_H

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "event/event.h"
#include "report/story.h"

namespace muster::report {

/// How muster itself ends.
struct End {
  int exit_status = 0;
  int signal = 0;  ///< that it dies of, or 0: then the exit status counts
};

/// Why a run ended, as it stands in JSON.
const char* reason_word(event::RunEnding::Why why);

/// What a run was, in a few lines or as JSON (docs/summary.md).
class Summary final : public event::Sink {
 public:
  using TitleOf = std::function<std::string(std::uint32_t job)>;

  /// Of the JSON. Rises when a field is removed or comes to mean something else.
  static constexpr int version = 1;
  /// Tries in the JSON; the text has fewer.
  static constexpr std::size_t slowest_max = 10;

  /// `story` must outlive it, and be told of events before it.
  Summary(const Story& story, TitleOf title_of) : story_(story), title_of_(std::move(title_of)) {}

  void on(const event::Stamp& stamp, const event::Event& event) override;

  // When the run is over.

  /// Lines of at most 79 columns. What is zero and says nothing is left out.
  [[nodiscard]] std::string text(const End& end) const;
  /// One object, on one line. `program_version` is that of muster.
  [[nodiscard]] std::string json(const End& end, std::string_view program_version) const;

 private:
  /// A title is known only as long as its job runs.
  struct Slow {
    Try done;
    std::string title;
  };

  [[nodiscard]] std::chrono::nanoseconds wall_time() const;

  const Story& story_;
  TitleOf title_of_;
  std::vector<Slow> slowest_;  // the slowest first
};

}  // namespace muster::report

#endif
