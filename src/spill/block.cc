#include "spill/block.h"

#include <lz4.h>

#define XXH_INLINE_ALL  // header only: no library to load
#include <xxhash.h>

namespace muster::spill {
namespace {

/// How many bytes LZ4 can make of one: the length of a repetition grows by 255 with each.
constexpr std::uint64_t expansion_max = 255;

bool is_raw(const BlockHeader& header) {
  return header.stored_bytes == header.raw_bytes;
}

std::uint64_t checksum_of(std::string_view stored) {
  return XXH3_64bits(stored.data(), stored.size());
}

StoredBlock stored_as(std::string_view bytes, std::size_t raw_bytes) {
  return {{static_cast<std::uint32_t>(raw_bytes), static_cast<std::uint32_t>(bytes.size()),
           checksum_of(bytes)},
          bytes};
}

}  // namespace

StoredBlock store_raw(std::string_view block) {
  return stored_as(block, block.size());
}

StoredBlock store_compressed(std::string_view block, std::vector<char>& memory) {
  const int raw_bytes = static_cast<int>(block.size());
  memory.resize(static_cast<std::size_t>(LZ4_compressBound(raw_bytes)));
  const auto stored_bytes = static_cast<std::size_t>(LZ4_compress_default(
      block.data(), memory.data(), raw_bytes, static_cast<int>(memory.size())));
  if (stored_bytes >= block.size()) return store_raw(block);
  return stored_as({memory.data(), stored_bytes}, block.size());
}

std::span<char> BlockDecoder::stored(const BlockHeader& header, std::string& block) {
  if (header.raw_bytes == 0 || header.raw_bytes > block_bytes_max ||
      header.raw_bytes > expansion_max * header.stored_bytes ||
      header.stored_bytes > header.raw_bytes)
    throw DamagedRun("a temporary file is damaged: a block's size");
  if (is_raw(header)) {
    block.resize(header.raw_bytes);
    return block;
  }
  stored_.resize(header.stored_bytes);
  return stored_;
}

void BlockDecoder::decode(const BlockHeader& header, std::string& block) const {
  const std::string_view stored =
      is_raw(header) ? std::string_view(block) : std::string_view(stored_.data(), stored_.size());
  if (checksum_of(stored) != header.checksum)
    throw DamagedRun("a temporary file is damaged: a checksum differs");
  if (is_raw(header)) return;
  block.resize(header.raw_bytes);
  const int raw_bytes =
      LZ4_decompress_safe(stored_.data(), block.data(), static_cast<int>(stored_.size()),
                          static_cast<int>(block.size()));
  if (raw_bytes != static_cast<int>(header.raw_bytes))
    throw DamagedRun("a temporary file is damaged: a block cannot be decompressed");
}

}  // namespace muster::spill
