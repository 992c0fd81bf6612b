#ifndef MUSTER_DELIVER_OUTPUT_FILE_H
#define MUSTER_DELIVER_OUTPUT_FILE_H

#include <string>

#include "os/fd.h"

namespace muster::deliver {

/// The file of -o: it is replaced at once when all went well, and not touched otherwise.
///
/// What is written goes to a temporary file in the same folder, without a name where the file
/// system can do that. commit() gives it the name temporary_name(), and renames it over the
/// target. If the target is no regular file (a FIFO, /dev/null), it is written directly, and so is
/// a descriptor that the path names (/dev/stdout). A symbolic link is followed; the permissions and
/// attributes of a file that exists are kept.
class OutputFile {
 public:
  /// Throws std::system_error when the file cannot be written, std::runtime_error when it cannot be
  /// replaced.
  explicit OutputFile(const std::string& path);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  /// Leaves nothing behind unless commit() was called.
  ~OutputFile();

  /// Where to write.
  [[nodiscard]] const os::Fd& fd() const { return fd_; }
  /// What the process that outlives a killed owner has to unlink. Empty if no such name is used.
  [[nodiscard]] const std::string& temporary_name() const { return temporary_name_; }

  /// Everything has been written: to the disk with it, and into its place.
  void commit();

 private:
  void remove_temporary() noexcept;

  std::string target_;
  std::string temporary_name_;
  os::Fd fd_;
  bool has_name_ = false;  // whether temporary_name_ is in the folder
};

}  // namespace muster::deliver

#endif
