#include "protocol/setup.h"

#include <string>

#include "os/pipe.h"
#include "plan/codec.h"

namespace muster::protocol {
namespace {

/// For the messages that follow.
constexpr std::size_t pipe_spare_bytes = std::size_t{16} << 10U;

}  // namespace

template <typename Archive>
void fields(Archive& archive, plan::Is<Setup> auto& setup) {
  archive(setup.records);
  archive(setup.order);
  archive(setup.selection);
  archive(setup.budget);
  archive(setup.format);
  archive(setup.worker_count);
  archive(setup.staging);
  archive(setup.partial);
  archive(setup.is_tagged);
  archive(setup.unlinks_late);
  archive(setup.events);
  archive(setup.quantiles_are_wanted);
  archive(setup.geometry.slab_count);
  archive(setup.geometry.slab_bytes);
  archive(setup.init_pid);
  archive(setup.run_id);
}

bool Setup::is_valid() const {
  return records.is_valid() && plan::is_valid(order) && budget.is_valid() &&
         plan::can_be_printed(records, format) && geometry.is_valid() &&
         events <= event::Remote::steps_with_pauses && init_pid > 0 && !run_id.empty();
}

void send(const os::Fd& pipe, const Setup& setup) {
  const std::string bytes = plan::encode(setup);
  // Room for all of it: a Scheduler that is stopped must not keep init waiting here.
  os::enlarge_pipe(pipe, static_cast<int>(bytes.size() + pipe_spare_bytes));
  (void)plan::write_bytes(pipe.get(), plan::Kind::scheduler, bytes);
}

Setup receive_setup(const os::Fd& pipe) {
  const std::string bytes = plan::read_bytes(pipe, plan::Kind::scheduler);
  try {
    return plan::decode<Setup>(bytes);
  } catch (const plan::CutShort& error) {  // though all of it is there
    throw plan::FormatError(error.what());
  }
}

}  // namespace muster::protocol
