#ifndef MUSTER_RELEASE_BY_WORKER_H
#define MUSTER_RELEASE_BY_WORKER_H

#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>

#include "deliver/writer.h"
#include "event/event.h"
#include "record/framing.h"
#include "release/policy.h"
#include "spill/backlog.h"
#include "spill/bounded_sorter.h"

namespace muster::release {

/// P1's records are due as they come; those of P2 wait until P1 has ended, and so on.
class ByWorker final : public Policy {
 public:
  ByWorker(record::Framing framing, const spill::BoundedSorter::Limits& limits,
           deliver::Writer& writer)
      : framing_(framing),
        waiting_(framing, {limits.memory_bytes, limits.folders.front(), 1, limits.log}),
        log_(limits.log),
        writer_(writer) {}

  std::size_t take(std::uint32_t worker, std::string_view records) override {
    if (worker == turn_)
      writer_.write(worker, records);
    else if (!writer_.is_complete())
      waiting_.push(worker, records);
    return framing_.count(records);
  }

  void end(std::uint32_t worker) override {
    ended_.insert(worker);
    while (ended_.erase(turn_) > 0) {
      ++turn_;
      if (const std::uint64_t bytes = waiting_.bytes(turn_); bytes > 0)
        log_.emit(event::JobWasAhead{turn_, bytes});
      waiting_.drain(turn_, [this](std::string_view records) { writer_.write(turn_, records); });
    }
  }

 private:
  record::Framing framing_;
  std::uint32_t turn_ = 0;
  std::set<std::uint32_t> ended_;  // before their turn
  spill::Backlog waiting_;
  event::Log log_;
  deliver::Writer& writer_;
};

}  // namespace muster::release

#endif
