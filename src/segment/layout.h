// The bytes of a segment. docs/segment.md shows them in a picture; this file is the definition.
//
//   page 0                      Header
//   then slab_count times:
//     page_bytes                PieceTable: whose bytes lie in this slab, in order
//     slab_bytes - page_bytes   the bytes themselves, piece after piece without a gap
//
// Native byte order: a segment never leaves the machine.

#ifndef MUSTER_SEGMENT_LAYOUT_H
#define MUSTER_SEGMENT_LAYOUT_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace muster::segment {

inline constexpr std::size_t page_bytes = 4096;
inline constexpr std::uint64_t magic = 0x4d555354'45523031;  // "MUSTER01"
inline constexpr std::uint32_t slab_count_max = 24;  ///< fewer than messages fit into a small pipe
inline constexpr std::uint32_t slab_bytes_max = 64U << 20U;

/// What init and the Scheduler agree on about the size of a segment.
struct Geometry {
  std::uint32_t slab_count = 0;
  std::uint32_t slab_bytes = 0;  ///< the piece table included; a multiple of page_bytes

  [[nodiscard]] constexpr std::size_t segment_bytes() const {
    return page_bytes + std::size_t{slab_count} * slab_bytes;
  }
  [[nodiscard]] constexpr bool is_valid() const {
    return slab_count >= 1 && slab_count <= slab_count_max && slab_bytes >= 2 * page_bytes &&
           slab_bytes <= slab_bytes_max && slab_bytes % page_bytes == 0;
  }
  friend bool operator==(const Geometry&, const Geometry&) = default;
};

struct Header {
  std::uint64_t magic = 0;
  Geometry geometry;
};

enum class PieceKind : std::uint32_t {
  data = 1,     ///< the next bytes of the worker's stream
  end = 2,      ///< the worker has ended well and its stream is complete; no bytes
  drop = 3,     ///< the worker has failed: nothing it wrote is wanted (--partial); no bytes
  tag = 4,      ///< what stands before each record of the worker (--tag), before any of its data
  retract = 5,  ///< what the worker wrote so far is not wanted, and it starts anew; no bytes
};

struct Piece {
  std::uint32_t worker = 0;  ///< its index, from 0
  PieceKind kind = PieceKind::data;
  std::uint32_t bytes = 0;
};

/// Of a worker's tag: any slab that is not full has room for one.
inline constexpr std::uint32_t tag_bytes_max = 4096;

inline constexpr std::uint32_t pieces_max = 340;

struct PieceTable {
  std::uint32_t count = 0;
  std::array<Piece, pieces_max> pieces;
};

static_assert(sizeof(Header) == 16 && std::is_trivially_copyable_v<Header>);
static_assert(sizeof(Piece) == 12 && std::is_trivially_copyable_v<Piece>);
static_assert(sizeof(PieceTable) <= page_bytes && std::is_trivially_copyable_v<PieceTable>);

}  // namespace muster::segment

#endif
