#ifndef MUSTER_SPILL_RUN_FILE_H
#define MUSTER_SPILL_RUN_FILE_H

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "merge/source.h"
#include "os/fd.h"
#include "spill/block.h"
#include "spill/folder.h"
#include "spill/run_index.h"

namespace muster::spill {

/// A sorted run on disk.
struct Run {
  os::Fd file;
  RunIndex index;
  std::uint64_t raw_bytes = 0;   ///< of its records
  std::size_t reader_bytes = 0;  ///< the memory that a RunReader takes: that of its largest block
};

/// Writes one run, block by block; docs/run-file.md shows the bytes.
class RunWriter {
 public:
  /// `folder` must outlive it. `index` has no blocks yet.
  RunWriter(Folder& folder, RunIndex index)
      : folder_(folder), run_{folder.create_file(), std::move(index)} {}

  /// Writes one block of at most block_bytes_max. Throws std::system_error naming
  /// the folder when the disk is full.
  void write(std::string_view block);
  /// Ends the run and gives it up.
  Run finish();

  /// How many bytes have been written.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  Folder& folder_;
  Run run_;
  std::uint64_t bytes_ = 0;
};

/// Reads a run's blocks in order, one in memory at a time. What a damaged run says of its blocks
/// takes no more memory than a run of that size could need.
class RunReader final : public merge::Source {
 public:
  /// Begins with the block at `begin`. `file` ends with the run, and must outlive the reader.
  explicit RunReader(const os::Fd& file, BlockPlace begin = {});

  /// The next block. Throws DamagedRun.
  std::string_view next() override;
  /// Where that begins in the file.
  [[nodiscard]] std::uint64_t offset() const { return place_.offset; }

 private:
  void get(std::span<char> to);

  const os::Fd& file_;
  std::uint64_t file_bytes_;
  BlockPlace place_;  // what is read next
  BlockDecoder decoder_;
  std::string block_;
};

}  // namespace muster::spill

#endif
