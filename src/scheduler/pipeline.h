#ifndef MUSTER_SCHEDULER_PIPELINE_H
#define MUSTER_SCHEDULER_PIPELINE_H

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

#include "deliver/tags.h"
#include "deliver/writer.h"
#include "event/event.h"
#include "protocol/protocol.h"
#include "protocol/setup.h"
#include "release/policy.h"
#include "scheduler/intake.h"
#include "segment/segment.h"

namespace muster::scheduler {

/// What records pass on their way from a slab to the output, put together as the setup asks:
/// intake (with its check and its stage), header, policy, writer.
class Pipeline {
 public:
  /// Sends a message to init.
  using Reply = std::function<void(const protocol::Reply&)>;

  /// Writes to stdout. Setup and log must outlive it.
  Pipeline(const protocol::Setup& setup, const event::Log& log, Reply reply);

  /// The pieces of a slab; their bytes need not outlive the call. Throws what ends the run.
  void take(const std::vector<segment::PieceView>& pieces);
  /// Every worker has ended, and all of their slabs have been taken: releases what waited for that.
  /// Nothing if a record was refused, of which init learns: then the run cannot end well.
  std::optional<protocol::Delivered> finish();

  /// How many records have been given to the policy so far.
  [[nodiscard]] std::uint64_t records_taken() const { return intake_.records_taken(); }
  /// The worker that the order waits for.
  [[nodiscard]] std::optional<std::uint32_t> awaited() const { return policy_->awaited(); }
  /// When on_time() is to be called, if nothing comes before.
  [[nodiscard]] std::optional<event::Time> due() const { return policy_->due(); }
  void on_time(event::Time now) { policy_->on_time(now); }

 private:
  std::unique_ptr<release::Policy> make_policy();
  Intake make_intake();
  [[nodiscard]] std::uint64_t share() const;
  [[nodiscard]] bool counts_output() const;
  [[nodiscard]] spill::Backlog::Limits backlog_limits(std::uint64_t bytes) const;
  void take(const segment::PieceView& piece);
  void end(std::uint32_t worker);
  void tell_counts();
  void set_tag(const segment::PieceView& piece);
  void refuse(const std::optional<protocol::RecordRefused>& refused);
  void refuse_header(std::uint32_t worker, std::uint32_t first);
  void pause(std::uint32_t worker, bool is_paused);

  const protocol::Setup& setup_;
  const event::Log& log_;
  Reply reply_;
  std::optional<deliver::Tags> tags_;
  deliver::Writer writer_;
  std::unique_ptr<release::Policy> policy_;
  Intake intake_;
  std::unordered_set<std::uint32_t> refused_;  // workers whose records are not wanted
  event::RecordsOfJobs counts_;                // that have not been told yet
};

}  // namespace muster::scheduler

#endif
