#ifndef MUSTER_RELEASE_MERGED_H
#define MUSTER_RELEASE_MERGED_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deliver/writer.h"
#include "merge/tournament.h"
#include "order/comparison.h"
#include "record/framing.h"
#include "release/policy.h"
#include "release/throttled_backlog.h"

namespace muster::release {

/// By the keys, like sorting, but each worker's records are in order already (OrderCheck sees to
/// that): one is due as soon as every worker that has not ended has one in front of it. Ties go by
/// worker.
class Merged final : public Policy {
 public:
  Merged(const order::Order& order, record::Framing framing, std::uint32_t worker_count,
         ThrottledBacklog waiting, deliver::Writer& writer);

  std::size_t take(std::uint32_t worker, std::string_view records) override;
  void end(std::uint32_t worker) override;
  [[nodiscard]] std::optional<std::uint32_t> awaited() const override;

 private:
  enum class State : std::uint8_t {
    awaited,  ///< the worker's next record has not come yet
    ready,    ///< its next record is in front
    done,     ///< it has ended, and all of its records are released
  };

  struct Input {
    State state = State::awaited;
    bool has_ended = false;
    std::string_view front;   // what waits in front, from the record on
    std::string_view record;  // without its delimiter
    key::Prefix prefix;
  };

  /// For the tournament: inputs that are done come last.
  struct ComesFirst {
    const std::vector<Input>& inputs;
    const order::Comparison& comparison;
    bool operator()(std::size_t a, std::size_t b) const;
  };

  void look(Input& input);
  void step(std::uint32_t worker);
  void release();
  void put(std::uint32_t worker);

  order::Comparison comparison_;
  record::Framing framing_;
  std::vector<Input> inputs_;
  std::uint32_t awaited_;  // how many inputs are
  ThrottledBacklog waiting_;
  // Made when every input has something in front for the first time. From then on only its winner
  // can be awaited.
  std::optional<merge::Tournament<ComesFirst>> tournament_;
  std::optional<std::string> last_;  // released, if only the first of equal records is wanted
  key::Prefix last_prefix_;
  deliver::Writer& writer_;
};

}  // namespace muster::release

#endif
