#ifndef MUSTER_REPORT_STDERR_LINES_H
#define MUSTER_REPORT_STDERR_LINES_H

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "event/event.h"

namespace muster::report {

/// Passes on what jobs write to their stderr, in whole lines, so that neither those of other jobs
/// nor a status line come between. A line that is not complete is completed when its job ends, or
/// after a second.
class StderrLines final : public event::Sink {
 public:
  using TagOf = std::function<std::string(std::uint32_t job)>;
  static constexpr std::chrono::milliseconds wait_max{1000};
  /// What is longer is passed on in pieces.
  static constexpr std::size_t line_bytes_max = std::size_t{64} << 10U;

  /// Before each line come the tag of its job and a tab, if there are tags.
  explicit StderrLines(TagOf tag_of) : tag_of_(std::move(tag_of)) {}

  void on(const event::Stamp& stamp, const event::Event& event) override;
  [[nodiscard]] bool wants_stderr() const override { return true; }
  [[nodiscard]] std::optional<event::Time> due() const override { return due_; }
  void on_time(event::Time now) override;

 private:
  struct Partial {
    std::string line;
    event::Time since;
  };

  void take(std::uint32_t job, std::string_view data, event::Time now);
  void complete(std::uint32_t job);

  TagOf tag_of_;
  std::unordered_map<std::uint32_t, Partial> partial_;  // lines, by job: with their tags
  std::optional<event::Time> due_;                      // when the first of them has waited
};

}  // namespace muster::report

#endif
