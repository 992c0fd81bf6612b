#ifndef MUSTER_REPORT_STATUS_STREAM_H
#define MUSTER_REPORT_STATUS_STREAM_H

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "event/event.h"
#include "os/fd.h"

namespace muster::report {

/// Lines for the program that started muster (docs/protocol.md). While the run goes on nothing
/// waits for its reader: what it does not take at once is kept, up to a bound, and what is beyond
/// that is lost, and counted. A reader that has gone misses what it misses.
class StatusStream {
 public:
  static constexpr std::size_t kept_bytes_max = std::size_t{1} << 20U;
  /// How long the end of the run waits for a reader that takes nothing.
  static constexpr std::chrono::seconds patience{10};
  /// Between two attempts while something is kept.
  static constexpr std::chrono::milliseconds pause{50};

  explicit StatusStream(os::Fd to);

  /// `line` without its newline.
  void write(std::string_view line);
  /// How many lines are lost.
  [[nodiscard]] std::uint64_t lost() const { return lost_; }
  /// Writes the last line, which is never lost to want of space, and then waits for the reader.
  void end(std::string_view line);
  [[nodiscard]] bool has_ended() const { return has_ended_; }

  /// When to call flush() if nothing is written before, if at all.
  [[nodiscard]] std::optional<event::Time> due() const { return due_; }
  void flush();

 private:
  void write_kept();

  os::Fd to_;  // none once nobody reads it
  std::string kept_;
  std::uint64_t lost_ = 0;
  bool has_ended_ = false;
  std::optional<event::Time> due_;
};

}  // namespace muster::report

#endif
