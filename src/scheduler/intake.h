#ifndef MUSTER_SCHEDULER_INTAKE_H
#define MUSTER_SCHEDULER_INTAKE_H

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "merge/order_check.h"
#include "protocol/protocol.h"
#include "record/framer.h"
#include "release/policy.h"
#include "spill/backlog.h"

namespace muster::scheduler {

/// Records that are not complete yet take more memory than they may.
class IncompleteRecordsExceedLimit : public std::runtime_error {
 public:
  explicit IncompleteRecordsExceedLimit(std::uint64_t bytes_max)
      : std::runtime_error("incomplete records exceed the limit"), bytes_max_(bytes_max) {}
  [[nodiscard]] std::uint64_t bytes_max() const { return bytes_max_; }

 private:
  std::uint64_t bytes_max_;
};

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
    std::optional<merge::OrderCheck> check;
  };

  using Refusal = protocol::RecordRefused;

  Intake(release::Policy& policy, record::Framing framing, Handling handling)
      : policy_(policy), framing_(framing), handling_(std::move(handling)) {}

  /// The next bytes of `worker`. Returns the record that is refused, once, if one is; whatever the
  /// worker writes after it is ignored. Throws IncompleteRecordsExceedLimit.
  [[nodiscard]] std::optional<Refusal> data(std::uint32_t worker, std::string_view bytes);
  /// `worker` has ended well; if one of its records was refused it is dropped all the same. Its
  /// last record may be refused here.
  [[nodiscard]] std::optional<Refusal> end(std::uint32_t worker);
  /// `worker` has failed.
  void drop(std::uint32_t worker);
  /// What `worker` has written so far is forgotten; it starts anew. Only where records are staged.
  void retract(std::uint32_t worker);

  /// How many records of workers that have ended well have been given to the policy.
  [[nodiscard]] std::uint64_t records() const { return records_; }
  /// How many have been given to it so far, of all workers.
  [[nodiscard]] std::uint64_t records_taken() const { return records_taken_; }

 private:
  struct Stream {
    record::Framer framer;
    std::uint64_t records = 0;      // that the policy has taken
    bool is_ignored = false;        // a record was refused
    std::size_t charged_bytes = 0;  // its share of incomplete_bytes_
  };

  Stream& stream(std::uint32_t worker);
  std::optional<Refusal> take(std::uint32_t worker, Stream& stream, std::string_view records);
  void give(std::uint32_t worker, Stream& stream, std::string_view records);
  [[nodiscard]] std::uint32_t attempt(std::uint32_t worker) const;
  std::uint64_t forget_staged(std::uint32_t worker);
  void charge(Stream& stream, std::size_t bytes);
  void forget_stream(std::uint32_t worker);
  void forget(std::uint32_t worker);

  release::Policy& policy_;
  record::Framing framing_;
  Handling handling_;
  std::unordered_map<std::uint32_t, Stream> streams_;
  std::unordered_map<std::uint32_t, std::uint32_t> attempts_;  // of those that were retracted
  std::uint64_t records_ = 0;
  std::uint64_t records_taken_ = 0;
  std::size_t incomplete_bytes_ = 0;  // the sum of what the streams are charged
};

}  // namespace muster::scheduler

#endif
