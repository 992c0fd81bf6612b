#ifndef MUSTER_RELEASE_ARRIVAL_H
#define MUSTER_RELEASE_ARRIVAL_H

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "deliver/writer.h"
#include "record/framing.h"
#include "release/policy.h"

namespace muster::release {

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

}  // namespace muster::release

#endif
