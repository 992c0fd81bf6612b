#ifndef MUSTER_RELEASE_ROUND_ROBIN_H
#define MUSTER_RELEASE_ROUND_ROBIN_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "deliver/writer.h"
#include "record/framing.h"
#include "release/policy.h"
#include "release/throttled_backlog.h"

namespace muster::release {

/// One record of each worker in turn, those that have ended left out. A worker whose turn it is
/// and that has none keeps the others waiting, so the order does not depend on timing.
class RoundRobin final : public Policy {
 public:
  RoundRobin(record::Framing framing, std::uint32_t worker_count, ThrottledBacklog waiting,
             deliver::Writer& writer)
      : framing_(framing), queues_(worker_count), waiting_(std::move(waiting)), writer_(writer) {
    for (std::uint32_t worker = 0; worker < worker_count; ++worker)
      queues_[worker].next = (worker + 1) % worker_count;
    before_ = worker_count - 1;
    in_turn_ = worker_count;
  }

  std::size_t take(std::uint32_t worker, std::string_view records) override {
    if (writer_.is_complete()) return framing_.count(records);
    waiting_.push(worker, records);
    release();
    waiting_.settle(worker);
    return framing_.count(records);
  }

  void end(std::uint32_t worker) override {
    queues_[worker].has_ended = true;
    waiting_.end(worker);
    release();
  }

  [[nodiscard]] std::optional<std::uint32_t> awaited() const override {
    if (in_turn_ == 0 || writer_.is_complete()) return std::nullopt;
    return queues_[before_].next;
  }

 private:
  struct Queue {
    std::string_view front;  // what is left of the front of those that wait
    bool has_ended = false;
    std::uint32_t next = 0;  // in the ring of those that still have a turn
  };

  void release() {
    while (in_turn_ > 0) {
      const std::uint32_t worker = queues_[before_].next;
      Queue& queue = queues_[worker];
      if (queue.front.empty()) queue.front = waiting_.front(worker);
      if (!queue.front.empty()) {
        const std::size_t bytes = framing_.first(queue.front).size() + framing_.delimiter_bytes();
        writer_.add(worker, queue.front.substr(0, bytes));
        queue.front.remove_prefix(bytes);
        if (queue.front.empty()) waiting_.pop(worker);
        before_ = worker;
      } else if (queue.has_ended) {
        queues_[before_].next = queue.next;
        --in_turn_;
      } else {
        break;
      }
    }
    writer_.flush();
    if (writer_.is_complete()) waiting_.resume_all();
  }

  record::Framing framing_;
  std::vector<Queue> queues_;
  std::uint32_t before_;  // the one whose turn was last, or whose turn comes before the next
  std::uint32_t in_turn_;
  ThrottledBacklog waiting_;
  deliver::Writer& writer_;
};

}  // namespace muster::release

#endif
