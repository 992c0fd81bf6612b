#include "init/gate.h"

#include <array>
#include <cstdlib>

#include "jobs/max.h"
#include "os/io.h"
#include "os/memory.h"
#include "os/pressure.h"
#include "os/processors.h"

namespace muster::init {
namespace {

/// How often free memory is looked at: a job that was ended needs a moment to give back what it
/// had.
constexpr std::chrono::milliseconds memory_period{1000};
/// With so much time lost, in percent, another job would only make all of them slower.
constexpr double memory_stall_max = 10;

}  // namespace

Gate::Gate(const plan::Jobs& rules, std::uint64_t max) : rules_(rules), max_(max) {
  const char* const flags = std::getenv("MAKEFLAGS");
  if (rules.uses_job_server && flags != nullptr) job_server_ = os::JobServer::offered(flags);
  if (rules.free_bytes_min > 0) memory_due_ = event::Clock::now() + memory_period;
}

std::optional<std::uint64_t> max_in(const std::string& path) {
  std::array<char, 64> buffer;
  const auto bytes = os::read_small_file(path.c_str(), buffer);
  return bytes ? jobs::max_of({buffer.data(), *bytes}, os::processors()) : std::nullopt;
}

std::optional<std::uint64_t> Gate::max() const {
  const auto max = rules_.max_file ? max_in(*rules_.max_file) : std::nullopt;
  return max ? std::optional(bounded(*max)) : std::nullopt;
}

bool Gate::is_open(std::uint32_t active) {
  if (rules_.load_max && os::load() >= *rules_.load_max) return false;
  if (rules_.free_bytes_min > 0 && (os::available_memory_bytes() < rules_.free_bytes_min ||
                                    os::memory_stall() > memory_stall_max))
    return false;
  // The first job is the one that make has started.
  return !job_server_ || job_server_->tokens() >= active || job_server_->take();
}

void Gate::settle(std::uint32_t active) {
  if (job_server_) job_server_->keep(active > 0 ? active - 1 : 0);
}

bool Gate::is_memory_short(Time now) {
  if (!memory_due_ || now < *memory_due_) return false;
  memory_due_ = now + memory_period;
  return os::available_memory_bytes() < rules_.free_bytes_min / 2;
}

}  // namespace muster::init
