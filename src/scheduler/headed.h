#ifndef MUSTER_SCHEDULER_HEADED_H
#define MUSTER_SCHEDULER_HEADED_H

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "deliver/writer.h"
#include "record/head.h"
#include "scheduler/policy.h"
#include "spill/backlog.h"

namespace muster::scheduler {

/// Any policy, with a header: the first few records of every worker are not for it. Those of one
/// worker are printed before all others, of the first (by number) that does not end without any.
/// Until they are there, or it has ended, a policy that streams hears of nothing.
class Headed final : public Policy {
 public:
  /// `records` are a header. `headers` is where they are kept until it is known which is printed,
  /// `waiting` where what comes behind them waits for that.
  Headed(std::unique_ptr<Policy> policy, bool streams, std::uint64_t records,
         record::Framing framing, std::uint32_t worker_count, spill::Backlog headers,
         spill::Backlog waiting, deliver::Writer& writer);

  /// Counts the records of headers too.
  std::size_t take(std::uint32_t worker, std::string_view records) override;
  void end(std::uint32_t worker) override;
  void finish() override;
  [[nodiscard]] std::optional<std::uint32_t> awaited() const override;

 private:
  struct Source {
    record::Head head;  // what of it is still to come
    bool has_ended = false;
  };

  [[nodiscard]] bool is_header_known();
  void print_header();
  void let_through();

  std::unique_ptr<Policy> policy_;
  bool streams_;
  record::Framing framing_;
  std::vector<Source> sources_;
  std::uint32_t first_ = 0;  // whose header it is, as far as is known
  bool is_printed_ = false;
  spill::Backlog headers_;
  spill::Backlog waiting_;
  deliver::Writer& writer_;
};

}  // namespace muster::scheduler

#endif
