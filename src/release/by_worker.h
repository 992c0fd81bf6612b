#ifndef MUSTER_RELEASE_BY_WORKER_H
#define MUSTER_RELEASE_BY_WORKER_H

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "deliver/writer.h"
#include "record/framing.h"
#include "release/policy.h"
#include "spill/backlog.h"
#include "spill/bounded_sorter.h"

namespace muster::release {

/// P1's records are due as they come; those of P2 wait until P1 has ended, and so on.
class ByWorker final : public Policy {
 public:
  ByWorker(record::Framing framing, std::uint32_t worker_count,
           const spill::BoundedSorter::Limits& limits, deliver::Writer& writer)
      : framing_(framing),
        has_ended_(worker_count, false),
        waiting_(framing, {limits.memory_bytes, limits.folders.front(), 1}),
        writer_(writer) {}

  std::size_t take(std::uint32_t worker, std::string_view records) override {
    if (worker == turn_)
      writer_.write(worker, records);
    else if (!writer_.is_complete())
      waiting_.push(worker, records);
    return framing_.count(records);
  }

  void end(std::uint32_t worker) override {
    has_ended_[worker] = true;
    while (turn_ < has_ended_.size() && has_ended_[turn_]) {
      ++turn_;
      waiting_.drain(turn_, [this](std::string_view records) { writer_.write(turn_, records); });
    }
  }

 private:
  record::Framing framing_;
  std::uint32_t turn_ = 0;
  std::vector<bool> has_ended_;
  spill::Backlog waiting_;
  deliver::Writer& writer_;
};

}  // namespace muster::release

#endif
