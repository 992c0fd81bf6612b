#ifndef MUSTER_SEGMENT_SEGMENT_H
#define MUSTER_SEGMENT_SEGMENT_H

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "os/fd.h"
#include "os/mapping.h"
#include "segment/layout.h"

namespace muster::segment {

/// A segment on the Scheduler's side: created whole, named, and unlinked by the same owner.
///
/// It is made without a name, given its size (all pages reserved, so that a full /dev/shm is an
/// error here and not SIGBUS later), locked and filled in, and only then linked into /dev/shm:
/// the name never denotes a half-built segment, and a process that can take its lock knows that
/// the owner is dead. Where /dev/shm is missing or too small, a sealed memfd serves; its name is
/// its path under /proc.
class Segment {
 public:
  /// Throws std::system_error when neither /dev/shm nor a memfd can hold it.
  static Segment create(Geometry geometry);

  Segment(Segment&& other) noexcept
      : file_(std::move(other.file_)),
        name_(std::exchange(other.name_, {})),
        mapping_(std::move(other.mapping_)) {}
  Segment& operator=(Segment&&) = delete;
  ~Segment() { unlink(); }

  /// The path to open it by, from this process or from its parent.
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool is_in_dev_shm() const;
  [[nodiscard]] const os::Mapping& mapping() const { return mapping_; }

  /// Unmaps the memory; the name stays.
  void detach() noexcept { mapping_ = {}; }
  /// Takes the name away: from now on the kernel frees the memory when both sides are gone.
  void unlink() noexcept;

 private:
  Segment(os::Fd file, std::string name, os::Mapping mapping)
      : file_(std::move(file)), name_(std::move(name)), mapping_(std::move(mapping)) {}

  os::Fd file_;  // holds the lock, or is the memfd
  std::string name_;
  os::Mapping mapping_;
};

/// Maps the segment of that name into init. The file must belong to this user and have the
/// size and the header that `geometry` demands; its header is copied once and only the copy is
/// checked. Throws std::runtime_error otherwise.
os::Mapping attach(const std::string& name, Geometry geometry);

/// Unlinks every segment of this user in /dev/shm whose owner is dead. For the start of a run,
/// and for init when its Scheduler was killed. Returns how many there were.
std::size_t sweep() noexcept;

/// One slab as init fills it. Not shared until it is handed over.
class SlabWriter {
 public:
  SlabWriter(char* slab, std::uint32_t slab_bytes) : slab_(slab), slab_bytes_(slab_bytes) {}

  /// Where the next bytes of some worker go; read a pipe straight into it. Empty when the slab
  /// is full.
  [[nodiscard]] std::span<char> space() const;
  /// Says that the first `bytes` of space() now belong to `worker`.
  void add_data(std::uint32_t worker, std::uint32_t bytes);
  /// Notes an end, a drop or a retraction. The slab must not be full.
  void add_mark(std::uint32_t worker, PieceKind kind);

  /// Notes the tag of `worker`, of at most tag_bytes_max. The slab must not be full.
  void add_tag(std::uint32_t worker, std::string_view tag);

  [[nodiscard]] bool is_empty() const { return table_.count == 0; }
  [[nodiscard]] bool is_full() const;
  [[nodiscard]] std::uint32_t used_bytes() const { return used_bytes_; }
  /// Writes the piece table: the slab is now complete and may be handed over.
  void finish() const;

 private:
  char* slab_;
  std::uint32_t slab_bytes_;
  std::uint32_t used_bytes_ = 0;
  PieceTable table_{};
};

/// A piece as the Scheduler sees it: `bytes` lie in the slab.
struct PieceView {
  std::uint32_t worker;
  PieceKind kind;
  std::string_view bytes;
};

/// Reads the piece table of a slab that was handed over: copied once, checked, and thrown back as
/// std::runtime_error if any worker, kind or size in it is out of bounds.
std::vector<PieceView> read_slab(const char* slab, std::uint32_t slab_bytes,
                                 std::uint32_t worker_count);

/// The start of slab `index` in a mapped segment.
inline char* slab_at(const os::Mapping& mapping, Geometry geometry, std::uint32_t index) {
  return mapping.data() + page_bytes + std::size_t{index} * geometry.slab_bytes;
}

}  // namespace muster::segment

#endif
