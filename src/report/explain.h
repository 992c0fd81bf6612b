#ifndef MUSTER_REPORT_EXPLAIN_H
#define MUSTER_REPORT_EXPLAIN_H

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "event/event.h"
#include "report/pauses.h"

namespace muster::report {

/// Prints the events of a run on stderr as they happen: when, in which process, what. They come in
/// the order in which they happened, since each waits a moment for earlier ones of other processes.
/// Lines have at most 79 columns.
class Explain final : public event::Sink {
 public:
  /// A shorter wait would sometimes be too short on a busy machine, a longer one could be seen.
  static constexpr std::chrono::milliseconds lateness_max{100};

  struct Options {
    bool workers_are_forked = false;  ///< else they are programs
    bool has_colors = false;
    /// Each event is printed at once, and the run stops there until Enter is pressed (pauses.h).
    bool pauses = false;
  };

  /// Times count from `start`; `title_of` is what a person would call a job.
  Explain(event::Time start, std::function<std::string(std::uint32_t job)> title_of,
          Options options)
      : start_(start), title_of_(std::move(title_of)), options_(options) {
    if (options.pauses) pauses_.emplace();
  }
  Explain(const Explain&) = delete;
  Explain& operator=(const Explain&) = delete;
  ~Explain() override { print_until(event::Time::max()); }

  void on(const event::Stamp& stamp, const event::Event& event) override;
  [[nodiscard]] event::Remote wants_remote() const override {
    return pauses_ ? event::Remote::steps_with_pauses : event::Remote::steps;
  }
  [[nodiscard]] std::optional<event::Time> due() const override;
  void on_time(event::Time now) override { print_until(now - lateness_max); }

 private:
  [[nodiscard]] std::string sentence(const event::Event& event);
  void print(const event::Stamp& stamp, const std::string& text);
  void print_until(event::Time when);

  event::Time start_;
  std::function<std::string(std::uint32_t job)> title_of_;
  Options options_;
  std::multimap<event::Time, std::string> lines_;  // that wait, by when they happened
  std::optional<Pauses> pauses_;
  std::optional<std::uint32_t> failed_;  // the last job that has, as has been told
  bool are_some_skipped_ = false;        // of the jobs, as has been told
};

}  // namespace muster::report

#endif
