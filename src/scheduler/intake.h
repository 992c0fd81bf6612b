#ifndef MUSTER_SCHEDULER_INTAKE_H
#define MUSTER_SCHEDULER_INTAKE_H

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "record/splitter.h"
#include "scheduler/policy.h"
#include "scheduler/protocol.h"
#include "spill/backlog.h"

namespace muster::scheduler {

/// Turns the pieces of the workers' streams into whole records for the policy. With a stage, a
/// worker's records are held back there until it has ended well, and forgotten if it has not.
class Intake {
 public:
  /// Records that have been cut cannot be spilled: `cut_bytes_max` is how much memory those of all
  /// workers may take.
  Intake(Policy& policy, char delimiter, std::size_t cut_bytes_max,
         std::optional<spill::Backlog> stage)
      : policy_(policy),
        delimiter_(delimiter),
        cut_bytes_max_(cut_bytes_max),
        stage_(std::move(stage)) {}

  /// The next bytes of `worker`. Returns the record that is too long, once, if one is; whatever
  /// the worker writes after it is ignored. Throws std::runtime_error if too much has been cut.
  [[nodiscard]] std::optional<RecordTooLong> data(std::uint32_t worker, std::string_view bytes);
  /// `worker` has ended well; if one of its records was too long it is dropped all the same.
  void end(std::uint32_t worker);
  /// `worker` has failed.
  void drop(std::uint32_t worker);

  /// How many records have been given to the policy.
  [[nodiscard]] std::uint64_t records() const { return records_; }

 private:
  struct Stream {
    record::Splitter splitter;
    std::uint64_t records = 0;  // that the policy has taken
    bool is_ignored = false;
  };

  Stream& stream(std::uint32_t worker);
  void take(std::uint32_t worker, Stream& stream, std::string_view records);
  std::uint64_t forget_staged(std::uint32_t worker);
  void forget(std::uint32_t worker);

  Policy& policy_;
  char delimiter_;
  std::size_t cut_bytes_max_;
  std::optional<spill::Backlog> stage_;
  std::unordered_map<std::uint32_t, Stream> streams_;
  std::uint64_t records_ = 0;
  std::size_t cut_bytes_ = 0;
};

}  // namespace muster::scheduler

#endif
