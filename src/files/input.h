#ifndef MUSTER_FILES_INPUT_H
#define MUSTER_FILES_INPUT_H

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "os/fd.h"
#include "record/framing.h"
#include "spill/source.h"

namespace muster::files {

/// The records of a file, whatever it is: one on disk, a pipe, a terminal. Holds a block of them,
/// or one record if that is longer.
class Input final : public spill::Source {
 public:
  /// Opens the file; "-" is standard input. Throws std::system_error "`failure`: path: why".
  Input(const std::string& path, record::Framing framing, const char* failure);

  /// What there is, as soon as a record is whole; a last one without a delimiter is given one.
  /// Throws std::runtime_error (std::system_error for system calls) naming the file, also if it
  /// ends in the middle of a record of fixed size.
  std::string_view next() override;
  [[nodiscard]] bool would_wait() const override;

 private:
  void make_room();
  void complete_last();

  std::string path_;
  record::Framing framing_;
  os::Fd file_;               // none once it is at its end
  std::vector<char> buffer_;  // records that were given, a record that is not whole yet, room
  std::size_t given_bytes_ = 0;
  std::size_t filled_bytes_ = 0;
};

}  // namespace muster::files

#endif
