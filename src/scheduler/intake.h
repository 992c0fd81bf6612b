#ifndef MUSTER_SCHEDULER_INTAKE_H
#define MUSTER_SCHEDULER_INTAKE_H

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "protocol/protocol.h"
#include "record/splitter.h"
#include "release/policy.h"
#include "scheduler/order_check.h"
#include "spill/backlog.h"

namespace muster::scheduler {

/// Turns the pieces of the workers' streams into whole records for the policy.
class Intake {
 public:
  /// What happens to records on their way.
  struct Handling {
    /// How many bytes of incomplete records, of all workers, may be held: they cannot be spilled.
    std::size_t incomplete_bytes_max = 0;
    /// Where a worker's records are held back until it has ended well, to be forgotten if it has
    /// not.
    std::optional<spill::Backlog> stage;
    /// What each worker's records have to pass.
    std::optional<OrderCheck> check;
  };

  /// A record that its worker should not have written.
  struct Refusal {
    protocol::Kind kind = protocol::Kind::record_too_long;
    protocol::RefusedRecord record;
  };

  Intake(release::Policy& policy, record::Framing framing, Handling handling)
      : policy_(policy), framing_(framing), handling_(std::move(handling)) {}

  /// The next bytes of `worker`. Returns the record that is refused, once, if one is; whatever the
  /// worker writes after it is ignored. Throws std::runtime_error if too much is incomplete.
  [[nodiscard]] std::optional<Refusal> data(std::uint32_t worker, std::string_view bytes);
  /// `worker` has ended well; if one of its records was refused it is dropped all the same. Its
  /// last record may be refused here.
  [[nodiscard]] std::optional<Refusal> end(std::uint32_t worker);
  /// `worker` has failed.
  void drop(std::uint32_t worker);

  /// How many records have been given to the policy.
  [[nodiscard]] std::uint64_t records() const { return records_; }

 private:
  struct Stream {
    record::Splitter splitter;
    std::uint64_t records = 0;      // that the policy has taken
    bool is_ignored = false;        // a record was refused
    std::size_t charged_bytes = 0;  // its share of incomplete_bytes_
  };

  Stream& stream(std::uint32_t worker);
  std::optional<Refusal> take(std::uint32_t worker, Stream& stream, std::string_view records);
  std::uint64_t forget_staged(std::uint32_t worker);
  void charge(Stream& stream, std::size_t bytes);
  void forget(std::uint32_t worker);

  release::Policy& policy_;
  record::Framing framing_;
  Handling handling_;
  std::unordered_map<std::uint32_t, Stream> streams_;
  std::uint64_t records_ = 0;
  std::size_t incomplete_bytes_ = 0;  // the sum of what the streams are charged
};

}  // namespace muster::scheduler

#endif
