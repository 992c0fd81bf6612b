#ifndef MUSTER_SPILL_RUN_FILE_H
#define MUSTER_SPILL_RUN_FILE_H

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "os/fd.h"

namespace muster::spill {

/// A run on disk that is not what was written: never taken for data.
class DamagedRun : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The most bytes in a block: the longest record, its origin and delimiter, and some more.
inline constexpr std::size_t block_bytes_max = (std::size_t{1} << 30U) + 4096;

/// Where runs are written. Files there have no name, or lose it at once, so nothing is left of
/// them whoever dies.
class Folder {
 public:
  /// Throws std::system_error if there is no such folder.
  explicit Folder(std::string path);
  /// A new file to write and read. Throws std::system_error naming the folder.
  [[nodiscard]] os::Fd create_file() const;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Writes one run, block by block; docs/run-file.md shows the bytes.
class RunWriter {
 public:
  explicit RunWriter(const Folder& folder) : folder_(folder), file_(folder.create_file()) {}

  /// Compresses and writes one block of at most block_bytes_max. Throws std::system_error naming
  /// the folder when the disk is full.
  void write(std::string_view block);
  /// Ends the run and gives the file up, to be read from its start.
  os::Fd finish();

 private:
  void put(std::string_view bytes);

  const Folder& folder_;
  os::Fd file_;
  std::vector<char> compressed_;
  std::uint64_t raw_bytes_ = 0;
};

/// Reads a run's blocks in order, one in memory at a time. What a damaged run says of its blocks
/// takes no more memory than a run of that size could need.
class RunReader {
 public:
  /// `file` stands at the run's start and ends with the run.
  explicit RunReader(os::Fd file);

  /// The next block, valid until the next call; empty at the end of the run. Throws DamagedRun.
  std::string_view next();

 private:
  void get(char* to, std::size_t bytes);

  os::Fd file_;
  std::vector<char> compressed_;
  std::vector<char> block_;
  std::uint64_t unread_bytes_;  // in the file
  std::uint64_t raw_bytes_ = 0;
};

}  // namespace muster::spill

#endif
