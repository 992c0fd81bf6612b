#ifndef MUSTER_RELEASE_SORTED_H
#define MUSTER_RELEASE_SORTED_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "deliver/writer.h"
#include "event/event.h"
#include "order/order.h"
#include "record/framing.h"
#include "release/policy.h"
#include "release/quantiles.h"
#include "spill/bounded_sorter.h"

namespace muster::release {

/// By the key: nothing is due before the end.
class Sorted final : public Policy {
 public:
  Sorted(const order::Order& order, record::Framing framing,
         const spill::BoundedSorter::Limits& limits, deliver::Writer& writer, bool wants_quantiles)
      : sorter_(order, framing, limits),
        has_origins_(order.with_origins),
        log_(limits.log),
        writer_(writer) {
    if (wants_quantiles && limits.top == record::every && Quantiles::exist(order))
      quantiles_.emplace(order, framing, log_);
  }

  std::size_t take(std::uint32_t worker, std::string_view records) override {
    const std::size_t count = sorter_.add(records, worker);
    records_ += count;
    return count;
  }
  void end(std::uint32_t /*worker*/) override {}
  void finish() override {
    if (quantiles_) quantiles_->expect(records_);
    sorter_.release([this](std::string_view records) {
      if (quantiles_) quantiles_->pass(records);
      has_origins_ ? writer_.write_with_origins(records) : writer_.write(records);
    });
  }

 private:
  spill::BoundedSorter sorter_;
  bool has_origins_;
  std::uint64_t records_ = 0;
  event::Log log_;
  std::optional<Quantiles> quantiles_;
  deliver::Writer& writer_;
};

}  // namespace muster::release

#endif
