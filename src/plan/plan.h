// A run, and a sort, as plain data: everything that is decided before anything starts. A plan is
// composed of parts, which say themselves whether they can be carried out, and can be written down
// and read back (codec.h).

#ifndef MUSTER_PLAN_PLAN_H
#define MUSTER_PLAN_PLAN_H

#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "deliver/writer.h"
#include "input/source.h"
#include "key/key_kind.h"
#include "order/order.h"
#include "record/framing.h"
#include "record/head.h"
#include "worker/draw.h"

namespace muster::plan {

/// What a record is.
struct Records {
  record::Framing framing;
  /// The binary value that each record is; KeyKind::bytes if they are none.
  key::KeyKind value = key::KeyKind::bytes;

  [[nodiscard]] bool is_valid() const;
};

/// Which records are printed.
struct Selection {
  std::uint64_t top = record::every;  ///< how many of the first
  /// How many of the first records of each worker or file are its header: that of the first is
  /// printed before all others, the others' are dropped. One that writes nothing has none; the
  /// first that has is the first.
  std::uint64_t header = 0;
  bool headers_may_differ = false;  ///< else one that differs from the first is an error
};

/// What may be used.
struct Budget {
  std::uint64_t memory_bytes_max = std::uint64_t{1} << 30U;  ///< for records that are held
  std::vector<std::string> temporary_folders{"/tmp"};        ///< for the others
  std::uint32_t threads = 1;

  [[nodiscard]] bool is_valid() const {
    return !temporary_folders.empty() && threads > 0 && threads <= threads_max;
  }
  static constexpr std::uint32_t threads_max = 65536;
};

/// What ends a run before all of its jobs have run.
struct Halt {
  enum class When : std::uint8_t {
    never,  ///< the others go on as if nothing had happened
    soon,   ///< those that run go on, no others are started
    now,    ///< those that run are ended
  };
  enum class After : std::uint8_t {
    failures,
    /// The run has what it wants then: it has not failed, whatever failed before.
    successes,
    ends,  ///< either
  };
  When when = When::now;
  After after = After::failures;
  std::uint32_t count = 1;     ///< how many of them it takes
  bool is_percentage = false;  ///< of all jobs; a part of a job is a job

  [[nodiscard]] bool is_valid() const {
    return when <= When::now && after <= After::ends && count > 0 &&
           (!is_percentage || count <= 100);
  }
};

/// One step to end a process.
struct EndStep {
  int signal = 0;
  std::chrono::milliseconds patience{0};  ///< until the next step
};

/// How jobs are run.
struct Jobs {
  using Duration = std::chrono::milliseconds;
  /// A hundred years: added to a point in time it is still one.
  static constexpr Duration duration_max = std::chrono::hours(24 * 365 * 100);

  std::uint64_t max = 0;  ///< at a time; 0: as many as descriptors allow
  /// Where to look for another `max` before each start.
  std::optional<std::string> max_file;
  /// None is started without a token of make's jobserver, if there is one.
  bool uses_job_server = false;
  Duration start_delay{0};  ///< from one start to the next
  /// None is started while the load is not below this.
  std::optional<double> load_max;
  /// None is started while less memory is free, and the youngest is ended, to be started again
  /// later, while less than half of it is.
  std::uint64_t free_bytes_min = 0;
  std::uint32_t retries = 0;         ///< further attempts for one that fails
  Duration retry_delay{0};           ///< before each of these
  bool retry_delay_doubles = false;  ///< with each attempt
  std::optional<Duration> timeout;   ///< for each attempt
  /// The same in percent of the median of those that have ended well, once there are some.
  std::optional<std::uint32_t> timeout_percentage;
  /// How those that have to end are ended. SIGKILL is the last step, and not one of these.
  std::vector<EndStep> end_steps{{SIGTERM, std::chrono::milliseconds(1000)}};
  Halt halt;
  /// A job's records count only once it has ended well; else as they come.
  bool staging = false;
  /// The records of jobs that have ended well are wanted though others have failed.
  bool partial = false;

  /// Whether records of some jobs may be printed though others have failed.
  [[nodiscard]] bool outlives_failures() const {
    return partial || halt.after == Halt::After::successes;
  }
  /// An attempt that has failed, or is not needed any more, can only be taken back if its records
  /// have not counted yet.
  [[nodiscard]] bool needs_staging() const {
    return retries > 0 || outlives_failures() ||
           (halt.after == Halt::After::ends && halt.when == Halt::When::now);
  }
  [[nodiscard]] bool is_valid() const;
};

/// What the jobs are: one for each row of inputs, or `count` of them. See worker::Command.
struct Commands {
  std::vector<std::string> words;
  std::optional<input::Inputs> inputs;
  std::uint32_t count = 1;
  /// What is put, with a tab, before each record of a job, with replacement strings.
  std::optional<std::string> tag;
  /// Instead of a command: the reference run's.
  std::optional<worker::Draw> draw;

  [[nodiscard]] bool is_valid() const;
};

/// What is taken over from an earlier run, and kept for a later one (docs/reports.md).
struct History {
  /// A job log: what is over by it is not run again.
  std::optional<std::string> resumed_log;
  bool reruns_failed = false;          ///< unless it has failed
  std::optional<std::string> results;  ///< the folder for what jobs write

  [[nodiscard]] bool is_valid() const { return !reruns_failed || resumed_log; }
};

/// How standard input is dealt out to the workers, in blocks of whole records.
struct Dealing {
  /// Blocks are no larger, unless a record is.
  std::uint64_t block_bytes = std::uint64_t{1} << 20U;
  /// A record ends after the one, if the other comes next; where both are empty, after each byte.
  std::string record_end = "\n";
  std::string record_start;
  /// If not 0, every record has this size instead.
  std::uint32_t record_bytes = 0;
  /// How many of the first records each worker is given before its blocks.
  std::uint64_t header = 0;
  /// Each job is given blocks as often as it can take one; else one block is one job.
  bool round_robin = false;

  static constexpr std::uint64_t block_bytes_max = std::uint64_t{1} << 40U;
  static constexpr std::size_t mark_bytes_max = 4096;

  [[nodiscard]] bool is_valid() const {
    return block_bytes > 0 && block_bytes <= block_bytes_max &&
           record_end.size() <= mark_bytes_max && record_start.size() <= mark_bytes_max &&
           record_bytes <= record::bytes_max;
  }
};

/// Where records go.
struct Destination {
  std::optional<std::string> path;  ///< the file to replace; stdout if there is none
  deliver::Format format = deliver::Format::records;
};

[[nodiscard]] bool is_valid(const order::Order& order);
/// Values are printed as text only if each record is one.
[[nodiscard]] bool can_be_printed(const Records& records, deliver::Format format);

/// `muster run`.
struct Run {
  Records records;
  order::Order order;
  Selection selection;
  Budget budget;
  Jobs jobs;
  Commands commands;
  History history;
  std::optional<Dealing> dealing;  ///< if workers are given standard input
  Destination destination;
  /// The records' bytes if they are known beforehand to be few: then the segment is one slab of
  /// that size.
  std::optional<std::uint64_t> bytes_expected;
  /// The segment keeps its name until the Scheduler has detached; else only until init has
  /// attached.
  bool unlinks_late = false;

  [[nodiscard]] bool is_valid() const;
};

/// `muster sort`.
struct Sort {
  Records records;
  order::Order order;
  Selection selection;
  Budget budget;
  Destination destination;
  std::vector<std::string> inputs;  ///< paths; "-" is standard input
  /// How many inputs, or runs on disk, are merged at a time; at least 2.
  std::uint64_t merged_max = 64;
  bool is_underlined = false;  ///< each record is followed by lines that show its keys

  [[nodiscard]] bool is_valid() const;
};

}  // namespace muster::plan

#endif
