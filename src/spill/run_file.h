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

namespace muster::spill {

/// Writes one run, block by block; docs/run-file.md shows the bytes.
class RunWriter {
 public:
  /// `folder` must outlive it.
  explicit RunWriter(Folder& folder) : folder_(folder), file_(folder.create_file()) {}

  /// Writes one block of at most block_bytes_max. Throws std::system_error naming
  /// the folder when the disk is full.
  void write(std::string_view block);
  /// Ends the run and gives the file up, to be read from its start.
  os::Fd finish();

  /// The memory that a RunReader of the run takes: that of its largest block, compressed too.
  [[nodiscard]] std::size_t reader_bytes() const { return reader_bytes_; }
  /// How many have been written.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  Folder& folder_;
  os::Fd file_;
  std::uint64_t raw_bytes_ = 0;
  std::uint64_t bytes_ = 0;
  std::size_t reader_bytes_ = 0;
};

/// Reads a run's blocks in order, one in memory at a time. What a damaged run says of its blocks
/// takes no more memory than a run of that size could need.
class RunReader final : public merge::Source {
 public:
  /// `file` stands at the run's start and ends with the run.
  explicit RunReader(os::Fd file);

  /// The next block. Throws DamagedRun.
  std::string_view next() override;

 private:
  void get(std::span<char> to);

  os::Fd file_;
  std::uint64_t unread_bytes_;
  BlockDecoder decoder_;
  std::string block_;
  std::uint64_t raw_bytes_ = 0;
};

}  // namespace muster::spill

#endif
