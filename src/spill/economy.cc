#include "spill/economy.h"

#include <algorithm>

namespace muster::spill {
namespace {

/// Of so many blocks one is compressed to see.
constexpr unsigned trial_interval = 128;
/// Over how many measurements a figure is the mean: several, since a disk stalls for a moment and
/// then takes much at once.
constexpr double measurements = 16;

void take_in(double& mean, double figure) {
  mean += mean == 0 ? figure : (figure - mean) / measurements;
}

double nanoseconds_a_byte(Economy::Duration time, std::size_t bytes) {
  return static_cast<double>(time.count()) / static_cast<double>(bytes);
}

}  // namespace

bool Economy::compresses_next() {
  if (blocks_++ % trial_interval == 0) return true;
  return compression_ < saved_ * writing_;
}

void Economy::compressed(std::size_t raw_bytes, std::size_t stored_bytes, Duration time) {
  const std::size_t less = raw_bytes - std::min(stored_bytes, raw_bytes);
  take_in(compression_, nanoseconds_a_byte(time, raw_bytes));
  take_in(saved_, static_cast<double>(less) / static_cast<double>(raw_bytes));
}

void Economy::wrote(std::size_t bytes, Duration time) {
  take_in(writing_, nanoseconds_a_byte(time, bytes));
}

}  // namespace muster::spill
