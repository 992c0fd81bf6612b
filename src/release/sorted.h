#ifndef MUSTER_RELEASE_SORTED_H
#define MUSTER_RELEASE_SORTED_H

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "deliver/writer.h"
#include "order/order.h"
#include "record/framing.h"
#include "release/policy.h"
#include "spill/bounded_sorter.h"

namespace muster::release {

/// By the key: nothing is due before the end.
class Sorted final : public Policy {
 public:
  Sorted(const order::Order& order, record::Framing framing,
         const spill::BoundedSorter::Limits& limits, deliver::Writer& writer)
      : sorter_(order, framing, limits), has_origins_(order.with_origins), writer_(writer) {}

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

}  // namespace muster::release

#endif
