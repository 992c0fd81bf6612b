#include "report/status.h"

#include <iterator>
#include <variant>

#include <fmt/format.h>

#include "report/json.h"

namespace muster::report {
namespace {

/// What is known of a failure beside the job, as fields of JSON: the word for its cause first.
std::string fields_of(const event::JobCause& cause) {
  using namespace event;
  return std::visit(
      Overloaded{
          [](const CannotRun& c) {
            return fmt::format(R"("cause": "cannot_run", "errno": {})", c.error);
          },
          [](const CannotStart& c) {
            return fmt::format(R"("cause": "cannot_start", "errno": {})", c.error);
          },
          [](const EndedBadly& c) {
            return c.status.by_signal
                       ? fmt::format(R"("cause": "signal", "signal": {})", c.status.number)
                       : fmt::format(R"("cause": "exit_status", "exit_status": {})",
                                     c.status.number);
          },
          [](const TimedOut&) { return std::string(R"("cause": "timed_out")"); },
          [](const MemoryShort&) { return std::string(R"("cause": "memory_short")"); },
          [](const PipeHeld&) { return std::string(R"("cause": "pipe_held")"); },
          [](const RecordTooLong& c) {
            return fmt::format(R"("cause": "record_too_long", "record": {})", c.record);
          },
          [](const RecordOutOfOrder& c) {
            return fmt::format(R"("cause": "record_out_of_order", "record": {})", c.record);
          },
          [](const RecordTorn& c) {
            return fmt::format(R"("cause": "record_torn", "bytes": {})", c.bytes);
          },
          [](const HeaderDiffers& c) {
            return fmt::format(R"("cause": "header_differs", "first_worker": {})", c.first + 1);
          },
      },
      cause);
}

std::string pid_json(pid_t pid) {
  return pid > 0 ? std::to_string(pid) : "null";
}

/// The last line, with what is known of a run, if there was one.
std::string end_line(const End& end, std::uint64_t lost, const char* reason, std::uint64_t failures,
                     const event::ReleaseConfirmed* result) {
  const bool by_signal = end.signal != 0;
  return fmt::format(
      R"({{"event": "end", "exit_status": {}, "signal": {}, "reason": {}, "failures": {}, )"
      R"("records": {}, "bytes": {}, "lost": {}}})",
      by_signal ? "null" : std::to_string(end.exit_status),
      by_signal ? std::to_string(end.signal) : "null",
      reason != nullptr ? json_string(reason) : "null", failures,
      result != nullptr ? std::to_string(result->records) : "null",
      result != nullptr ? std::to_string(result->bytes) : "null", lost);
}

}  // namespace

std::string hello_line(std::string_view program_version) {
  return fmt::format(R"({{"event": "hello", "protocol": {}, "muster": {}}})", status_version,
                     json_string(program_version));
}

std::string message_line(std::string_view text, bool is_error) {
  return fmt::format(R"({{"event": "{}", "text": {}}})", is_error ? "error" : "message",
                     json_string(text));
}

std::string end_line(const End& end, std::uint64_t lost) {
  return end_line(end, lost, nullptr, 0, nullptr);
}

void Status::on(const event::Stamp& /*stamp*/, const event::Event& event) {
  using namespace event;
  std::visit(
      Overloaded{
          [&](const JobStarted& e) {
            tails_.forget(e.job);
            if (tells_jobs_)
              stream_.write(
                  fmt::format(R"({{"event": "started", "worker": {}, "try": {}, "pid": {}}})",
                              e.job + 1, e.attempt + 1, pid_json(e.pid)));
          },
          [&](const StderrRead& e) { tails_.add(e.job, e.data); },
          [&](const JobSucceeded& e) {
            tails_.forget(e.job);
            if (tells_jobs_)
              stream_.write(fmt::format(R"({{"event": "succeeded", "worker": {}, "try": {}}})",
                                        e.job + 1, e.attempt + 1));
          },
          [&](const JobCancelled& e) { tails_.forget(e.job); },
          [&](const JobFailed& e) { tell_failure(e, event); },
          [&](const RunEnding& e) { reason_ = e.why; },
          [&](const ReleaseConfirmed& e) { result_ = e; },
          [&](const auto& e) {
            const std::string text = sentence_of_(event);
            constexpr bool is_error =
                is_one_of<std::decay_t<decltype(e)>, RunFailed, SchedulerFailed,
                          IncompleteRecordsExceedLimit, ProcessLeftBehind>;
            if (!text.empty()) stream_.write(message_line(text, is_error));
          },
      },
      event);
}

void Status::tell_failure(const event::JobFailed& failed, const event::Event& event) {
  const std::vector<std::string> lines = tails_.take(failed.job);
  if (failed.will_be_retried && !tells_jobs_) return;
  if (!failed.will_be_retried) ++failures_;
  std::string line = fmt::format(
      R"({{"event": "{}", "worker": {}, "try": {}, "pid": {}, {}, "command": {}, )",
      failed.will_be_retried ? "retried" : "failed", failed.job + 1, failed.attempt + 1,
      pid_json(failed.pid), fields_of(failed.cause), json_string(command_of_(failed.job)));
  if (!failed.will_be_retried)
    fmt::format_to(std::back_inserter(line), R"("text": {}, )", json_string(sentence_of_(event)));
  line += R"("stderr": [)";
  for (const std::string& text : lines)
    line.append(line.back() == '[' ? "" : ", ").append(json_string(text));
  stream_.write(line + "]}");
}

void Status::on_time(event::Time now) {
  if (stream_.due() && now >= *stream_.due()) stream_.flush();
}

void Status::finish(const End& end, std::string_view failure) {
  if (!failure.empty()) stream_.write(message_line(failure, /*is_error=*/true));
  stream_.end(end_line(end, stream_.lost(), reason_ ? reason_word(*reason_) : nullptr, failures_,
                       result_ ? &*result_ : nullptr));
}

}  // namespace muster::report
