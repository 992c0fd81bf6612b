// What the user is told when something is wrong: here causes become sentences. Those about sort's
// own options are GNU sort's.

#include "cli/causes.h"

#include <chrono>
#include <csignal>
#include <variant>

#include <fmt/format.h>

#include "key/binary.h"
#include "os/error.h"
#include "os/quoting.h"
#include "segment/layout.h"

namespace muster::cli {

std::string sentence(Conflict conflict) {
  switch (conflict) {
    case Conflict::nul_with_records:
      return "-z cannot be used with --records: its records have a fixed size";
    case Conflict::print_without_records:
      return "--print can only be used with --records=TYPE";
    case Conflict::print_without_values:
      return "--print cannot be used with --records=fixed:N: its records are not values";
    case Conflict::header_any_without_header:
      return "--header-any can only be used with --header";
    case Conflict::merge_with_streaming_order:
      return "-m can only be used with --order=ascending or --order=descending";
    case Conflict::keys_with_streaming_order:
      return "options that compare records can only be used with --order=ascending or "
             "--order=descending";
    case Conflict::retries_with_streaming_order:
      return "--retries cannot be used with orders that stream, unless --partial is given: records "
             "of a try that fails may already have been printed";
    case Conflict::tag_with_records:
      return "--tag and --tagstring cannot be used with --records: binary records have no lines";
    case Conflict::workers_with_inputs:
      return "--workers cannot be used with inputs, each of which starts a worker";
    case Conflict::separator_without_files:
      return "no FILE after '::::'";
    case Conflict::standard_input_twice:
      return "more than one source of inputs is '-': standard input can be read only once";
    case Conflict::no_inputs:
      return "options for inputs are given, but no inputs: add ':::' and inputs, ':::: FILE' or "
             "-a FILE";
    case Conflict::nothing_to_run:
      return "no COMMAND, and no command lines after ':::' or in a file (-a)";
    case Conflict::resume_without_log:
      return "--resume and --resume-failed need the log of the earlier run: add --joblog FILE";
    case Conflict::dealing_without_pipe:
      return "--block, --recstart, --recend and --round-robin can only be used with --pipe";
    case Conflict::pipe_with_inputs:
      return "--pipe cannot be used with inputs: its blocks are what workers are started for";
    case Conflict::pipe_with_workers:
      return "--workers cannot be used with --pipe: there is a worker for each block, or as many "
             "as -j says with --round-robin";
    case Conflict::pipe_with_dry_run:
      return "--dry-run cannot be used with --pipe: how many workers are run depends on standard "
             "input";
    case Conflict::pipe_with_order_of_all:
      return "-m and --order=round-robin can only be used with --pipe if --round-robin is given: "
             "else it is not known how many workers there are";
    case Conflict::record_marks_with_records:
      return "--recstart and --recend cannot be used with --records: its records have a fixed size";
    case Conflict::round_robin_with_retries:
      return "--retries and --memfree cannot be used with --round-robin: a worker's blocks cannot "
             "be "
             "dealt again";
    case Conflict::round_robin_without_limit:
      return "--round-robin needs a number of workers: -j0 cannot be used with it";
    case Conflict::both_checks:
      return sentence(Incompatible{"-cC"});
    case Conflict::debug_with_records:
      return "--debug cannot be used with --records: it underlines text";
    case Conflict::pause_with_diagram:
      return "--pause cannot be used with --explain=diagram, which is drawn at the end";
  }
  return "";
}

std::string sentence(const filesort::InputCause& cause) {
  using event::Overloaded;
  return std::visit(Overloaded{
                        [](const filesort::LongRecord& e) {
                          return os::quoted_name(e.path) + ": a record is longer than 1 GiB";
                        },
                        [](const filesort::TornRecord& e) {
                          return fmt::format("{}: ends in the middle of a record: {} bytes of {}",
                                             os::quoted_name(e.path), e.bytes, e.record_bytes);
                        },
                        [](const filesort::OtherHeader& e) {
                          return fmt::format(
                              "{}: its header differs from that of {}; if it may, add --header-any",
                              os::quoted_name(e.path), os::quoted_name(e.first_path));
                        },
                    },
                    cause);
}

std::string sentence(const Incompatible& cause) {
  return fmt::format("options '{}' are incompatible", cause.options);
}

std::string sentence(const ExtraOperand& cause) {
  return cause.check != 0
             ? fmt::format("extra operand '{}' not allowed with -{}", cause.operand, cause.check)
             : fmt::format("extra operand '{}'", cause.operand);
}

std::string sentence(const SameFile& cause) {
  return fmt::format("{} and {} both name '{}': give each a file of its own", cause.option,
                     cause.other_option, cause.path);
}

std::string sentence(const MisplacedOption& cause) {
  return fmt::format("'{}' after COMMAND is an argument of COMMAND; put it before '{}'",
                     cause.option, cause.program);
}

std::string sentence(const NotAProgram& cause) {
  return fmt::format(
      "there is no program '{}': several words are one command without a shell; put ::: before "
      "command lines",
      cause.program);
}

std::string sentence(const QuotedField& cause) {
  return fmt::format(
      "{} stands between quotes in COMMAND: leave the quotes out, since the input is quoted "
      "already",
      cause.field);
}

// --- what goes wrong in a run -------------------------------------------------------------------

namespace {

/// "P3 (pid 4711, zcat b.gz)", without a pid if it has not started.
std::string name_of(const init::Tasks& tasks, std::uint32_t job, pid_t pid) {
  const std::string title = tasks.title(job);
  if (title.empty()) return fmt::format("P{} (pid {})", job + 1, pid);
  if (pid <= 0) return fmt::format("P{} ({})", job + 1, title);
  return fmt::format("P{} (pid {}, {})", job + 1, pid, title);
}

std::string sentence(const event::JobCause& cause, const plan::Run& plan,
                     const init::Tasks& tasks) {
  using namespace event;
  return std::visit(
      Overloaded{
          [](const CannotRun& c) { return "cannot be run: " + os::error_text(c.error); },
          [](const CannotStart& c) { return "cannot be started: " + os::error_text(c.error); },
          [](const EndedBadly& c) { return c.status.text(); },
          [&](const TimedOut&) {
            if (plan.jobs.timeout_percentage)
              return fmt::format("exceeded its time limit of {}% of the median",
                                 *plan.jobs.timeout_percentage);
            const std::chrono::duration<double> timeout =
                plan.jobs.timeout.value_or(plan::Jobs::Duration(0));
            return fmt::format("exceeded its time limit of {} s", timeout.count());
          },
          [](const MemoryShort&) -> std::string { return "was ended, since memory was short"; },
          [](const PipeHeld&) -> std::string {
            return "ended, but a process that it left behind holds its pipe open";
          },
          [](const RecordTooLong& c) {
            return fmt::format("record {} is longer than 1 GiB: is the delimiter right (-z)?",
                               c.record);
          },
          [](const RecordOutOfOrder& c) {
            return fmt::format(
                "record {} is out of order, but -m merges outputs that are already sorted: sort "
                "this one by the same options, or leave -m out",
                c.record);
          },
          [&](const RecordTorn& c) {
            const plan::Records& records = plan.records;
            return fmt::format("ended in the middle of a record: {} bytes of {} (--records={})",
                               c.bytes, records.framing.bytes(),
                               key::name_of_binary(records.framing, records.value));
          },
          [&](const HeaderDiffers& c) {
            return fmt::format("its header differs from that of {}; if it may, add --header-any",
                               name_of(tasks, c.first, c.first_pid));
          },
      },
      cause);
}

std::string scheduler_name(pid_t pid) {
  return fmt::format("Scheduler (pid {})", pid);
}

}  // namespace

std::string sentence(const event::Event& event, const plan::Run& plan, const init::Tasks& tasks) {
  using namespace event;
  return std::visit(
      Overloaded{
          [&](const JobFailed& e) {
            return e.will_be_retried ? std::string()
                                     : fmt::format("{}: {}", name_of(tasks, e.job, e.pid),
                                                   sentence(e.cause, plan, tasks));
          },
          [](const JobResumed& e) {
            return e.has_other_command
                       ? fmt::format(
                             "warning: P{} had another command in the log; workers are "
                             "resumed by their numbers, so the inputs should be the same",
                             e.job + 1)
                       : std::string();
          },
          [&](const JobStopped& e) {
            const bool is_terminal = e.signal == SIGTTIN || e.signal == SIGTTOU;
            const std::string why =
                is_terminal ? fmt::format(
                                  "stopped by {} the terminal, which workers cannot use: end the "
                                  "run, and provide what it asks for in another way",
                                  e.signal == SIGTTIN ? "reading from" : "writing to")
                            : fmt::format(
                                  "stopped by signal {}; the run waits for it (kill -CONT {} "
                                  "continues it)",
                                  e.signal, e.pid);
            return fmt::format("{}: {}", name_of(tasks, e.job, e.pid), why);
          },
          [&](const JobAwaited& e) {
            return fmt::format("waiting for {}, which has written nothing for {} s",
                               name_of(tasks, e.job, e.pid), e.silence.count());
          },
          [](const UnstartedJobAwaited& e) {
            const std::string who =
                e.first_unstarted == e.last
                    ? "it has"
                    : fmt::format("P{} to P{} have", e.first_unstarted + 1, e.last + 1);
            return fmt::format(
                "waiting for P{}: {} not been started, since only {} workers run at a time; raise "
                "{}",
                e.job + 1, who, e.running,
                e.is_limited_by_descriptors ? "the limit on open files (ulimit -n)" : "-j");
          },
          [](const JobsLimited& e) {
            return fmt::format(
                "warning: only {} workers can run at a time, and the others, from P{} on, start as "
                "these end; raise the limit on open files (ulimit -n)",
                e.possible, e.possible + 1);
          },
          [](const RunFailed& e) { return std::string(e.what); },
          [](const SchedulerFailed& e) {
            return fmt::format("{}: {}", scheduler_name(e.pid), e.what);
          },
          [](const IncompleteRecordsExceedLimit& e) {
            return fmt::format(
                "{}: incomplete records exceed the limit of {} MiB; raise it with -S",
                scheduler_name(e.scheduler_pid), e.bytes_max >> 20U);
          },
          [](const ProcessLeftBehind& e) -> std::string {
            if (e.pid == 0)
              return "a process of the run cannot be found in /proc, and is left behind";
            return fmt::format("process {} ({}) {}, and is left behind", e.pid, e.command,
                               e.is_refused ? "belongs to another user, so it cannot be ended"
                                            : "was killed, but does not end");
          },
          [](const auto&) { return std::string(); },
      },
      event);
}

}  // namespace muster::cli
