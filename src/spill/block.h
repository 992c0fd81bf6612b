#ifndef MUSTER_SPILL_BLOCK_H
#define MUSTER_SPILL_BLOCK_H

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "merge/source.h"

namespace muster::spill {

/// Bytes on disk that are not what was written: never taken for data.
class DamagedRun : public merge::DamagedSource {
 public:
  using DamagedSource::DamagedSource;
};

/// The most bytes in a block: the longest record, its origin and delimiter, and some more.
inline constexpr std::size_t block_bytes_max = (std::size_t{1} << 30U) + 4096;

/// What stands before the stored bytes of a block; docs/run-file.md shows it.
struct BlockHeader {
  std::uint32_t raw_bytes = 0;
  std::uint32_t stored_bytes = 0;  ///< as many as raw_bytes: the block itself; else compressed
  std::uint64_t checksum = 0;      ///< XXH3 of what is stored
};
static_assert(sizeof(BlockHeader) == 16);

/// What is written of a block.
struct StoredBlock {
  BlockHeader header;
  std::string_view bytes;
};

/// A block of 1 to block_bytes_max bytes as it is.
StoredBlock store_raw(std::string_view block);
/// The block compressed into `memory`, which has to stay as it is; as it is, if that would make it
/// no smaller.
StoredBlock store_compressed(std::string_view block, std::vector<char>& memory);

/// Makes the block again, in two steps, between which its stored bytes are read.
class BlockDecoder {
 public:
  /// Where the stored bytes are to be put: in `block`, if they are the block itself. Throws
  /// DamagedRun if the header cannot be right.
  std::span<char> stored(const BlockHeader& header, std::string& block);
  /// Makes the block in `block`, once they are there. Throws DamagedRun.
  void decode(const BlockHeader& header, std::string& block) const;

 private:
  std::vector<char> stored_;
};

}  // namespace muster::spill

#endif
