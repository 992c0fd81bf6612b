#include "spill/block.h"

#include <lz4.h>

#include <cstring>
#define XXH_INLINE_ALL  // header only: no library to load
#include <xxhash.h>

namespace muster::spill {
namespace {

/// How many bytes LZ4 can make of one: the length of a repetition grows by 255 with each.
constexpr std::uint64_t expansion_max = 255;

}  // namespace

std::string_view BlockEncoder::encode(std::string_view block) {
  const int raw_bytes = static_cast<int>(block.size());
  const int stored_bytes_max = LZ4_compressBound(raw_bytes);
  bytes_.resize(sizeof(BlockHeader) + static_cast<std::size_t>(stored_bytes_max));
  char* const stored = bytes_.data() + sizeof(BlockHeader);
  const int stored_bytes = LZ4_compress_default(block.data(), stored, raw_bytes, stored_bytes_max);
  const BlockHeader header{static_cast<std::uint32_t>(raw_bytes),
                           static_cast<std::uint32_t>(stored_bytes),
                           XXH3_64bits(stored, static_cast<std::size_t>(stored_bytes))};
  std::memcpy(bytes_.data(), &header, sizeof header);
  return {bytes_.data(), sizeof header + static_cast<std::size_t>(stored_bytes)};
}

std::span<char> BlockDecoder::stored(const BlockHeader& header) {
  if (header.raw_bytes == 0 || header.raw_bytes > block_bytes_max ||
      header.raw_bytes > expansion_max * header.stored_bytes ||
      header.stored_bytes >
          static_cast<std::uint32_t>(LZ4_compressBound(static_cast<int>(header.raw_bytes))))
    throw DamagedRun("a temporary file is damaged: a block's size");
  stored_.resize(header.stored_bytes);
  return stored_;
}

void BlockDecoder::decode(const BlockHeader& header, std::string& block) const {
  if (XXH3_64bits(stored_.data(), stored_.size()) != header.checksum)
    throw DamagedRun("a temporary file is damaged: a checksum differs");
  block.resize(header.raw_bytes);
  const int raw_bytes =
      LZ4_decompress_safe(stored_.data(), block.data(), static_cast<int>(stored_.size()),
                          static_cast<int>(block.size()));
  if (raw_bytes != static_cast<int>(header.raw_bytes))
    throw DamagedRun("a temporary file is damaged: a block cannot be decompressed");
}

}  // namespace muster::spill
