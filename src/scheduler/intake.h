#ifndef MUSTER_SCHEDULER_INTAKE_H
#define MUSTER_SCHEDULER_INTAKE_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "record/splitter.h"
#include "scheduler/policy.h"
#include "scheduler/protocol.h"

namespace muster::scheduler {

/// Turns the pieces of the workers' streams into whole records for the policy. With `staged`,
/// a worker's records are held back until it has ended well, and forgotten if it has not.
class Intake {
 public:
  Intake(Policy& policy, char delimiter, bool staged)
      : policy_(policy), delimiter_(delimiter), staged_(staged) {}

  /// The next bytes of `worker`. Returns the record that is too long, once, if one is; whatever
  /// the worker writes after it is ignored.
  [[nodiscard]] std::optional<RecordTooLong> data(std::uint32_t worker, std::string_view bytes);
  /// `worker` has ended well; if one of its records was too long it is dropped all the same.
  void end(std::uint32_t worker);
  /// `worker` has failed.
  void drop(std::uint32_t worker);

  /// How many records have been given to the policy.
  [[nodiscard]] std::uint64_t records() const { return records_; }
  /// What is held: records that have been cut, and those that wait for their worker's good end.
  [[nodiscard]] std::size_t memory_bytes() const { return held_bytes_; }

 private:
  struct Stream {
    record::Splitter splitter;
    std::string staged;
    std::uint64_t records = 0;
    bool is_ignored = false;

    [[nodiscard]] std::size_t memory_bytes() const {
      return splitter.memory_bytes() + staged.capacity();
    }
  };

  Stream& stream(std::uint32_t worker);
  void take(std::uint32_t worker, Stream& stream, std::string_view records);
  void forget(std::uint32_t worker);

  Policy& policy_;
  char delimiter_;
  bool staged_;
  std::unordered_map<std::uint32_t, Stream> streams_;
  std::uint64_t records_ = 0;
  std::size_t held_bytes_ = 0;
};

}  // namespace muster::scheduler

#endif
