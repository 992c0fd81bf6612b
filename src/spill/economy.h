#ifndef MUSTER_SPILL_ECONOMY_H
#define MUSTER_SPILL_ECONOMY_H

#include <chrono>
#include <cstddef>

namespace muster::spill {

/// Whether it takes less time to compress a block and write what it becomes than to write it as it
/// is. That depends on the disk, on how much the system can keep for it in memory, and on the data,
/// so it is measured while blocks are written. Now and then a block is compressed to see.
class Economy {
 public:
  using Duration = std::chrono::nanoseconds;

  /// Whether the next block is to be compressed.
  [[nodiscard]] bool compresses_next();

  void compressed(std::size_t raw_bytes, std::size_t stored_bytes, Duration time);
  void wrote(std::size_t bytes, Duration time);

 private:
  unsigned blocks_ = 0;
  double compression_ = 0;  // nanoseconds a byte
  double saved_ = 0;        // the share of bytes that need not be written then
  double writing_ = 0;      // nanoseconds a byte
};

}  // namespace muster::spill

#endif
