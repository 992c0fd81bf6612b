#include "scheduler/policy.h"

#include <algorithm>
#include <vector>

#include "scheduler/merged.h"
#include "spill/backlog.h"

namespace muster::scheduler {
namespace {

/// By the key: nothing is due before the end.
class Sorted final : public Policy {
 public:
  Sorted(const order::Order& order, record::Framing framing,
         const spill::BoundedSorter::Limits& limits, deliver::Writer& writer)
      : sorter_(order, framing, limits), has_origins_(order.ties.with_origins), writer_(writer) {}

  std::size_t take(std::uint32_t worker, std::string_view records) override {
    return sorter_.add(records, worker);
  }
  void end(std::uint32_t /*worker*/) override {}
  void finish() override {
    sorter_.release([this](std::string_view records) {
      has_origins_ ? writer_.write_with_origins(records) : writer_.write(records);
    });
  }

 private:
  spill::BoundedSorter sorter_;
  bool has_origins_;
  deliver::Writer& writer_;
};

/// First come, first served: everything is due at once.
class Arrival final : public Policy {
 public:
  Arrival(record::Framing framing, deliver::Writer& writer) : framing_(framing), writer_(writer) {}

  std::size_t take(std::uint32_t worker, std::string_view records) override {
    writer_.write(worker, records);
    return framing_.count(records);
  }
  void end(std::uint32_t /*worker*/) override {}

 private:
  record::Framing framing_;
  deliver::Writer& writer_;
};

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

/// One record of each worker in turn, those that have ended left out. A worker whose turn it is
/// and that has none keeps the others waiting, so the order does not depend on timing.
class RoundRobin final : public Policy {
 public:
  RoundRobin(record::Framing framing, std::uint32_t worker_count, Waiting waiting,
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
    return framing_.count(records);
  }

  void end(std::uint32_t worker) override {
    queues_[worker].has_ended = true;
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
    if (writer_.is_complete()) waiting_.let_all_go();
  }

  record::Framing framing_;
  std::vector<Queue> queues_;
  std::uint32_t before_;  // the one whose turn was last, or whose turn comes before the next
  std::uint32_t in_turn_;
  Waiting waiting_;
  deliver::Writer& writer_;
};

}  // namespace

std::unique_ptr<Policy> make_policy(const order::Order& order, record::Framing framing,
                                    std::uint32_t worker_count,
                                    const spill::BoundedSorter::Limits& limits,
                                    const Waiting::Tell& tell, deliver::Writer& writer) {
  const auto waiting = [&] {
    return Waiting({framing, {limits.memory_bytes, limits.folders.front(), worker_count}},
                   worker_count, limits.memory_bytes / 2 / std::max(worker_count, 1U), tell);
  };
  switch (order.policy) {
    case order::Policy::sorted:
      return std::make_unique<Sorted>(order, framing, limits, writer);
    case order::Policy::arrival:
      return std::make_unique<Arrival>(framing, writer);
    case order::Policy::worker:
      return std::make_unique<ByWorker>(framing, worker_count, limits, writer);
    case order::Policy::round_robin:
      return std::make_unique<RoundRobin>(framing, worker_count, waiting(), writer);
    case order::Policy::merged:
      return std::make_unique<Merged>(order, framing, worker_count, waiting(), writer);
  }
  return nullptr;  // Setup is checked before
}

}  // namespace muster::scheduler
