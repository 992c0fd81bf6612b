#ifndef MUSTER_SPILL_FOLDER_H
#define MUSTER_SPILL_FOLDER_H

#include <string>
#include <string_view>
#include <vector>

#include "os/fd.h"
#include "spill/block.h"
#include "spill/economy.h"

namespace muster::spill {

/// Where temporary files are. Files there have no name, or lose it at once, so nothing is left of
/// them whichever process dies.
class Folder {
 public:
  /// Throws std::system_error if there is no such folder.
  explicit Folder(std::string path);
  /// A new file to write and read. Throws std::system_error naming the folder.
  [[nodiscard]] os::Fd create_file() const;
  /// Writes a block to a file made here, where it stands: compressed, if that takes less time.
  /// Returns how many bytes it takes there. Throws std::system_error naming the folder, when the
  /// disk is full.
  std::size_t write_block(const os::Fd& file, std::string_view block);
  /// The same for a header alone.
  void write_header(const os::Fd& file, const BlockHeader& header) const;

 private:
  StoredBlock store(std::string_view block);
  void write(const os::Fd& file, std::string_view bytes) const;

  std::string path_;
  Economy economy_;
  std::vector<char> compressed_;
};

}  // namespace muster::spill

#endif
