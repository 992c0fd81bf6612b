#ifndef MUSTER_REPORT_STATUS_H
#define MUSTER_REPORT_STATUS_H

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "event/event.h"
#include "report/status_stream.h"
#include "report/stderr_tails.h"
#include "report/summary.h"

namespace muster::report {

// The lines of the stream that no event of a run is behind (docs/protocol.md).

/// Rises when a line or a field is removed or comes to mean something else.
inline constexpr int status_version = 1;

/// The first one. `program_version` is that of muster.
std::string hello_line(std::string_view program_version);
/// Something that the user has to know, or, as an error, why muster itself has failed.
std::string message_line(std::string_view text, bool is_error);
/// The last one of a process that has not run anything.
std::string end_line(const End& end, std::uint64_t lost);

/// Tells the program that started muster what becomes of the run, in JSON, a line for each event.
class Status final : public event::Sink {
 public:
  using CommandOf = std::function<std::string(std::uint32_t job)>;
  /// What is told of an event; empty if it need not be known.
  using SentenceOf = std::function<std::string(const event::Event& event)>;

  /// `stream` must outlive it. If it tells of jobs, each start and end of one has a line; else only
  /// the failures of those that are not tried again have.
  Status(StatusStream& stream, bool tells_jobs, CommandOf command_of, SentenceOf sentence_of)
      : stream_(stream),
        tells_jobs_(tells_jobs),
        command_of_(std::move(command_of)),
        sentence_of_(std::move(sentence_of)) {}

  void on(const event::Stamp& stamp, const event::Event& event) override;
  [[nodiscard]] bool wants_stderr() const override { return true; }
  [[nodiscard]] std::optional<event::Time> due() const override { return stream_.due(); }
  void on_time(event::Time now) override;

  /// The run is over, and it is known how muster will end; `failure` is why it cannot end well, if
  /// that was not told yet.
  void finish(const End& end, std::string_view failure = {});

 private:
  void tell_failure(const event::JobFailed& failed, const event::Event& event);

  StatusStream& stream_;
  bool tells_jobs_;
  CommandOf command_of_;
  SentenceOf sentence_of_;
  StderrTails tails_;
  std::uint64_t failures_ = 0;
  std::optional<event::RunEnding::Why> reason_;
  std::optional<event::ReleaseConfirmed> result_;
};

}  // namespace muster::report

#endif
