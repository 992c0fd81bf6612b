#ifndef MUSTER_REPORT_STORY_H
#define MUSTER_REPORT_STORY_H

#include <sys/types.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "event/event.h"
#include "os/child.h"

namespace muster::report {

/// How one try of a job ended.
enum class Outcome : std::uint8_t {
  running,
  succeeded,
  failed,
  retried,         ///< failed, and tried again
  cancelled,       ///< the run needed it no more
  ended_with_run,  ///< by somebody or something else
};

/// One try of a job, also one that could not be started. Times count from the start of the run.
struct Try {
  std::uint32_t job = 0;      ///< from 0
  std::uint32_t attempt = 0;  ///< from 0
  std::uint32_t slot = 0;     ///< from 0
  pid_t pid = 0;              ///< 0 if it could not be started
  std::chrono::nanoseconds start{};
  std::chrono::nanoseconds end{};  ///< of its process
  /// For how long init knew of something in its pipe, or that it was far ahead of the order, and
  /// did not read it. How long the worker itself waited is not known.
  std::chrono::nanoseconds waiting{};
  os::ResourceUsage usage;
  std::uint64_t bytes = 0;    ///< that it has written
  std::uint64_t records = 0;  ///< that count: of a try that has ended well
  /// The most bytes of its records that have waited for others in an order that goes by all; known
  /// once it has ended well, or its turn has come.
  std::uint64_t bytes_ahead = 0;
  os::ExitStatus status;
  Outcome outcome = Outcome::running;
  bool is_replay = false;  ///< it only wrote what an earlier run had kept

  /// Whether its process has, and is reaped.
  [[nodiscard]] bool has_ended() const { return status.pid > 0; }
};

/// What was going on at one time.
struct Sample {
  std::chrono::nanoseconds when{};
  std::uint32_t running = 0;          ///< workers
  std::uint32_t slabs_in_use = 0;     ///< that the Scheduler had
  std::uint64_t bytes = 0;            ///< that workers had written so far
  std::uint64_t records = 0;          ///< that had come so far
  std::uint64_t spilled_bytes = 0;    ///< so far
  std::uint64_t init_bytes = 0;       ///< its memory
  std::uint64_t scheduler_bytes = 0;  ///< its memory
};

/// What has been counted of a run so far.
struct Totals {
  // Workers. One that was tried again counts once, by its last try.
  std::uint64_t succeeded = 0;
  std::uint64_t failed = 0;
  std::uint64_t skipped = 0;  ///< never started
  std::uint64_t cancelled = 0;
  std::uint64_t ended_with_run = 0;
  std::uint64_t resumed = 0;  ///< that an earlier run had done
  std::uint64_t retries = 0;

  std::uint64_t bytes_in = 0;  ///< that workers have written, what did not count included
  std::uint64_t records_in = 0;
  std::optional<std::uint64_t> bytes_out;  ///< that have been printed; known if all have been
  std::optional<std::uint64_t> records_out;
  std::chrono::nanoseconds without_slab{};  ///< in which init had something to read and no slab

  os::ResourceUsage workers;  ///< the sum of their times, the largest of their memories
  os::ResourceUsage scheduler;
  os::ResourceUsage init;
};

/// What the Scheduler has done of one kind.
struct Share {
  std::uint64_t count = 0;
  std::chrono::nanoseconds time{};
  std::uint64_t bytes = 0;
};

/// When one phase of the run ended and the next began; nothing if it did not come to that.
struct Phases {
  std::optional<std::chrono::nanoseconds> attached;  ///< workers can be started
  std::optional<std::chrono::nanoseconds> gathered;  ///< all workers have ended well
  std::optional<std::chrono::nanoseconds> ending;
  std::optional<std::chrono::nanoseconds> ended;
};

/// Keeps what there is to say of a run when it is over: at most 110 bytes a try, and a series of
/// samples whose resolution halves when it is full.
class Story final : public event::Sink {
 public:
  /// What the user is told of an event; empty if nothing.
  using SentenceOf = std::function<std::string(const event::Event& event)>;

  /// Why a run did not go well.
  struct Cause {
    std::optional<std::uint32_t> job;  ///< none: the Scheduler, the output, the machine
    std::string sentence;
  };

  static constexpr std::size_t samples_max = 512;
  /// Of more failed jobs only the tries tell.
  static constexpr std::size_t causes_max = 100;

  Story(event::Time start, SentenceOf sentence_of, bool wants_quantiles)
      : start_(start), sentence_of_(std::move(sentence_of)), wants_quantiles_(wants_quantiles) {}

  void on(const event::Stamp& stamp, const event::Event& event) override;
  [[nodiscard]] event::Remote wants_remote() const override { return event::Remote::figures; }
  [[nodiscard]] bool wants_quantiles() const override { return wants_quantiles_; }
  [[nodiscard]] std::optional<event::Time> due() const override;
  void on_time(event::Time now) override;

  /// In the order in which they were started.
  [[nodiscard]] const std::deque<Try>& tries() const { return tries_; }
  /// Of a job; null if it had none.
  [[nodiscard]] const Try* last_try(std::uint32_t job) const;
  [[nodiscard]] const std::vector<Sample>& samples() const { return samples_; }
  [[nodiscard]] const Totals& totals() const { return totals_; }
  [[nodiscard]] const Share& share(event::Worked::Work work) const {
    return shares_[static_cast<std::size_t>(work)];
  }
  [[nodiscard]] const Phases& phases() const { return phases_; }
  [[nodiscard]] const std::vector<Cause>& causes() const { return causes_; }
  /// Why the run ended; nothing if it could not even begin.
  [[nodiscard]] const std::optional<event::RunEnding>& ending() const { return ending_; }
  [[nodiscard]] pid_t scheduler_pid() const { return scheduler_pid_; }
  [[nodiscard]] event::Time start() const { return start_; }
  /// Of the sorted result, event::quantiles_count of them, from the least; empty if there are none.
  [[nodiscard]] const std::vector<double>& quantiles() const { return quantiles_; }

 private:
  using Time = event::Time;

  [[nodiscard]] std::chrono::nanoseconds since_start(Time when) const { return when - start_; }
  Try* find_last_try(std::uint32_t job);
  Try& begin(std::uint32_t job, std::uint32_t attempt, Time when);
  void read(std::uint32_t job, std::uint64_t bytes, Time when);
  void stop_waiting(std::uint32_t job, Time when);
  void exited(const event::JobExited& exited, Time when);
  void failed(const event::JobFailed& failed, Time when);
  void succeeded(const event::JobSucceeded& succeeded);
  void count_records(const event::RecordsOfJobs& counts);
  void add_quantiles(const event::QuantilesFound& found);
  void add_cause(std::optional<std::uint32_t> job, const event::Event& event);
  void sample(Time now);
  void finish(Time now);

  Time start_;
  SentenceOf sentence_of_;
  bool wants_quantiles_;
  std::deque<Try> tries_;
  std::vector<std::uint32_t> last_tries_;  // by job: the place of its last try, or `none`
  std::unordered_map<std::uint32_t, Time> waiting_since_;  // jobs whose pipes are not read
  std::vector<Sample> samples_;
  Sample current_;
  std::chrono::milliseconds sample_pause_{10};
  Time next_sample_ = start_;
  bool is_over_ = false;
  std::optional<Time> without_slab_since_;
  Totals totals_;
  std::array<Share, 4> shares_;
  Phases phases_;
  std::vector<Cause> causes_;
  std::optional<event::RunEnding> ending_;
  pid_t scheduler_pid_ = 0;
  std::vector<double> quantiles_;
};

}  // namespace muster::report

#endif
