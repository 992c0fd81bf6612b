#include "init/tasks.h"

namespace muster::init {

Tasks::Next Tasks::take() {
  if (taken_ == commands_.job_count()) return Next::none;
  ++taken_;
  return Next::task;
}

worker::Task Tasks::task(std::uint32_t job, std::uint32_t /*slot*/) const {
  return commands_.task(job);
}

void Tasks::forget(std::uint32_t /*job*/) {}

}  // namespace muster::init
