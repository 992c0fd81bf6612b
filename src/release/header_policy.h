#ifndef MUSTER_RELEASE_HEADER_POLICY_H
#define MUSTER_RELEASE_HEADER_POLICY_H

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "deliver/writer.h"
#include "record/head.h"
#include "record/header_digest.h"
#include "release/policy.h"
#include "spill/backlog.h"

namespace muster::release {

/// Any policy, with a header: the first few records of every worker are not for it. Those of one
/// worker are printed before all others, of the first (by number) that does not end without any.
/// Until that header is known, a policy that streams is given nothing.
class HeaderPolicy final : public Policy {
 public:
  /// Tells init that the header of `worker` is not that of `first`, as it should be.
  using Refuse = std::function<void(std::uint32_t worker, std::uint32_t first)>;

  struct Rules {
    std::uint64_t records = 0;  ///< how many of each worker are its header
    bool may_differ = false;    ///< headers that differ from the first are dropped like others
    bool streams = false;       ///< the policy does
    /// Without the worker whose header was refused the others go on; else all is over.
    bool outlives_failures = false;
    Refuse refuse;
  };

  /// Whether records wait until the header is known.
  static bool holds_back(bool streams, bool outlives_failures, bool may_differ) {
    return streams || (outlives_failures && !may_differ);
  }

  /// There are no more than `worker_count` workers. `headers` is where headers are kept until it is
  /// known which is printed, `waiting` where what comes after them waits for that.
  HeaderPolicy(std::unique_ptr<Policy> policy, Rules rules, record::Framing framing,
               std::uint32_t worker_count, spill::Backlog headers, spill::Backlog waiting,
               deliver::Writer& writer);

  /// Counts the records of headers too.
  std::size_t take(std::uint32_t worker, std::string_view records) override;
  void end(std::uint32_t worker) override;
  void finish() override;
  [[nodiscard]] std::optional<std::uint32_t> awaited() const override;
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> due() const override {
    return policy_->due();
  }
  void on_time(std::chrono::steady_clock::time_point now) override { policy_->on_time(now); }

 private:
  struct Input {
    record::Head head{0};  // what of it is still to come
    record::HeaderDigest header;
    bool has_ended = false;
    bool is_refused = false;

    [[nodiscard]] bool has_whole_header() const {
      return !header.is_empty() && (has_ended || head.is_complete());
    }
  };

  Input& input(std::uint32_t worker);
  void look_for_first();
  void check_header(std::uint32_t worker);
  void print_header();
  void let_through();

  std::unique_ptr<Policy> policy_;
  Rules rules_;
  record::Framing framing_;
  std::uint32_t worker_count_;
  std::vector<Input> inputs_;  // of the workers that have been heard of, and those before them
  std::uint32_t first_ = 0;    // whose header it is, as far as is known
  bool is_first_known_ = false;
  bool is_held_back_;     // what comes after headers
  bool is_over_ = false;  // a header was refused
  spill::Backlog headers_;
  spill::Backlog waiting_;
  deliver::Writer& writer_;
};

}  // namespace muster::release

#endif
