#ifndef MUSTER_PROTOCOL_SETUP_H
#define MUSTER_PROTOCOL_SETUP_H

#include <cstdint>
#include <limits>
#include <string>

#include "deliver/writer.h"
#include "event/event.h"
#include "order/order.h"
#include "os/fd.h"
#include "plan/plan.h"
#include "segment/layout.h"

namespace muster::protocol {

/// The parts of a plan that the Scheduler needs, and what init has decided besides.
struct Setup {
  static constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();

  plan::Records records;
  order::Order order;
  plan::Selection selection;
  plan::Budget budget;
  deliver::Format format = deliver::Format::records;
  /// How many there will be; `unknown` only for an order that does not need all of them.
  std::uint32_t worker_count = 0;
  bool staging = false;       ///< a worker's records count only once it has ended well
  bool partial = false;       ///< the others' records are wanted though a worker has failed
  bool is_tagged = false;     ///< each worker's tag comes before its data
  bool unlinks_late = false;  ///< the segment keeps its name until the Scheduler has detached
  event::Remote events = event::Remote::nothing;  ///< that init wants
  bool quantiles_are_wanted = false;
  segment::Geometry geometry;
  std::int32_t init_pid = 0;
  std::string run_id;

  [[nodiscard]] bool is_valid() const;
};

/// If nobody reads the pipe the Scheduler has died, and that is noticed elsewhere. Throws
/// std::system_error for other failures.
void send(const os::Fd& pipe, const Setup& setup);
/// Throws plan::CutShort if the pipe ends before all is there, plan::FormatError if what comes is
/// no setup, or one that is not valid.
Setup receive_setup(const os::Fd& pipe);

}  // namespace muster::protocol

#endif
