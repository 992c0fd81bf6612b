#ifndef MUSTER_SPILL_FOLDER_H
#define MUSTER_SPILL_FOLDER_H

#include <string>
#include <string_view>

#include "os/fd.h"

namespace muster::spill {

/// Where temporary files are. Files there have no name, or lose it at once, so nothing is left of
/// them whichever process dies.
class Folder {
 public:
  /// Throws std::system_error if there is no such folder.
  explicit Folder(std::string path);
  /// A new file to write and read. Throws std::system_error naming the folder.
  [[nodiscard]] os::Fd create_file() const;
  /// Writes all of `bytes` to a file made here, where it stands. Throws std::system_error naming
  /// the folder, when the disk is full.
  void write(const os::Fd& file, std::string_view bytes) const;

 private:
  std::string path_;
};

}  // namespace muster::spill

#endif
