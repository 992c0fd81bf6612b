#include "init/sizes.h"

#include <algorithm>
#include <bit>
#include <cstdint>

#include "os/descriptor_limit.h"

namespace muster::init {
namespace {

/// Slabs of this number and size keep both sides busy; from 128 KiB to 1 MiB a slab and from 2 to
/// 16 MiB in all it makes no difference, so it is the least that first touch has to pay for.
constexpr segment::Geometry usual_geometry{16, 256U << 10U};
/// Up to here a run whose size is known gets a segment of one slab.
constexpr std::size_t small_run_bytes = std::size_t{64} << 10U;
/// Room that a slab keeps so that it never counts as full before all expected bytes are in it.
constexpr std::size_t slab_spare_bytes = 4096;

/// Descriptors that are not workers' pipes: the standard ones, events, the Scheduler's pipes, the
/// output, and a few that are open for a moment. The Dealer, which has one pipe of each worker too,
/// needs fewer.
constexpr std::size_t descriptors_reserved = 20;

/// All pipes of the workers together ask for no more than this: a user's share of pipe memory is
/// 64 MiB, and a user who has used it up gets pipes of two pages.
constexpr std::size_t pipes_bytes_max = std::size_t{32} << 20U;

/// One slab if its records are known to be few.
segment::Geometry geometry_for(const plan::Run& plan) {
  if (!plan.bytes_expected || *plan.bytes_expected > small_run_bytes) return usual_geometry;
  const std::size_t bytes = segment::page_bytes + *plan.bytes_expected + slab_spare_bytes;
  const std::size_t pages = (bytes + segment::page_bytes - 1) / segment::page_bytes;
  return {1, static_cast<std::uint32_t>(pages * segment::page_bytes)};
}

}  // namespace

protocol::Setup setup_for(const plan::Run& plan, std::optional<std::uint32_t> job_count) {
  protocol::Setup setup;
  setup.records = plan.records;
  setup.order = plan.order;
  setup.selection = plan.selection;
  setup.budget = plan.budget;
  setup.format = plan.destination.format;
  setup.worker_count = job_count.value_or(protocol::Setup::unknown);
  setup.staging = plan.jobs.staging;
  setup.partial = plan.jobs.outlives_failures();
  setup.is_tagged = plan.commands.tag.has_value();
  setup.unlinks_late = plan.unlinks_late;
  setup.geometry = geometry_for(plan);
  return setup;
}

std::uint64_t jobs_possible(const plan::Run& plan, std::optional<std::uint32_t> job_count,
                            const event::Log& log) {
  const std::uint64_t descriptors = os::raise_descriptor_limit();
  // Its pipe, that of its stderr, and what is written of it elsewhere.
  const std::uint64_t per_job = 1 + (log.wants_stderr() ? 1 : 0) + log.descriptors_per_job();
  const std::uint64_t possible = descriptors > descriptors_reserved + per_job
                                     ? (descriptors - descriptors_reserved) / per_job
                                     : 1;
  const std::uint64_t max = plan.jobs.max;
  const bool are_all_wanted = max == 0 && plan.order.wants_all_workers();
  if ((are_all_wanted || max > possible) && job_count.value_or(0) > possible)
    log.emit(event::JobsLimited{possible});
  return possible;
}

int pipe_bytes_for(std::size_t jobs) {
  const std::size_t share = std::bit_floor(pipes_bytes_max / std::max<std::size_t>(jobs, 1));
  return static_cast<int>(std::clamp<std::size_t>(share, 64U << 10U, 1U << 20U));
}

}  // namespace muster::init
