#ifndef MUSTER_INIT_PLAN_H
#define MUSTER_INIT_PLAN_H

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deliver/writer.h"
#include "order/order.h"
#include "record/framing.h"
#include "record/head.h"
#include "segment/layout.h"
#include "worker/task.h"

namespace muster::init {

/// Everything that is decided before a run starts.
struct Plan {
  std::uint32_t worker_count = 0;
  /// The task of worker `index` (from 0); called once for each, when its turn comes.
  std::function<worker::Task(std::uint32_t index)> task;
  /// How many workers may run at a time; 0 means as many as descriptors allow.
  std::size_t jobs_max = 0;

  order::Order order;
  record::Framing framing;
  /// The binary value that each record is; KeyKind::bytes if they are none.
  key::KeyKind value = key::KeyKind::bytes;
  std::uint64_t top = record::every;  ///< so many of the first records are printed
  /// So many of each worker's records are its header: the first worker's come first, the others'
  /// are dropped. One that writes nothing has none; the first that has is the first.
  std::uint64_t header = 0;
  bool headers_may_differ =
      false;  ///< else one that differs from the first is its worker's failure
  /// What stands, with a tab, before each record of worker `index`: up to segment::tag_bytes_max
  /// bytes, no delimiter among them. Called once for each that has started; if there is none,
  /// nothing stands there.
  std::function<std::string(std::uint32_t index)> tag;
  deliver::Format format = deliver::Format::records;
  /// The file to replace with the result; stdout if there is none.
  std::optional<std::string> output_path;

  /// How much memory records may take in the Scheduler, and where it spills the others to.
  std::size_t memory_bytes_max = std::size_t{1} << 30U;
  std::vector<std::string> temporary_folders{"/tmp"};

  /// Go on after a worker has failed, and print what those that ended well have written.
  bool partial = false;
  /// Say for which worker an order that awaits single workers waits, if that takes a while.
  bool names_awaited = false;
  /// How long a process that was told to end (SIGTERM) may take before it is killed.
  std::chrono::milliseconds kill_after{1000};
  /// The records' bytes if they are known beforehand to be few: then the segment is one slab of
  /// that size.
  std::optional<std::size_t> bytes_expected;
  /// Tell on stderr what happens, with times counted from this moment (explain::now_ns).
  std::optional<std::int64_t> explain_from_ns;

  /// Called with each message for the user, when it is known ("P3 (pid 4711, zcat b.gz): exited
  /// with status 1"), in the process of the caller.
  std::function<void(std::string_view)> report = [](std::string_view) {};
};

/// How a run ended. All went well if nothing here is set.
struct Outcome {
  /// How many workers failed by themselves; those that were ended because of them do not count.
  std::uint32_t workers_failed = 0;
  /// The errno of a command that could not be run at all.
  int command_error = 0;
  /// Muster itself failed: the Scheduler, the output, the machine.
  bool run_failed = false;
  /// The signal that ended the run (INT, TERM, …), or SIGPIPE when nobody read the output.
  int signal = 0;
};

/// Plays the init role: starts the Scheduler (the running executable once more) and the workers,
/// gathers what they write, has it put in order and written, and reaps every child. Nothing is
/// left when it returns.
///
/// Must be called from the only thread of a process without other children. Throws
/// std::system_error when the run cannot be started at all.
Outcome run(const Plan& plan);

}  // namespace muster::init

#endif
