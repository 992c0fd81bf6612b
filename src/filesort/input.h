#ifndef MUSTER_FILESORT_INPUT_H
#define MUSTER_FILESORT_INPUT_H

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "merge/source.h"
#include "os/fd.h"
#include "os/mapping.h"
#include "record/framing.h"

namespace muster::filesort {

/// The records of a file, whatever it is: one on disk, a pipe, a terminal. Holds a block of them,
/// or one record if that is longer.
class Input final : public merge::Source {
 public:
  /// Opens the file; "-" is standard input. Throws std::system_error "`failure`: path: why".
  Input(const std::string& path, record::Framing framing, const char* failure);

  /// What there is, as soon as a record is whole; a last one without a delimiter is given one.
  /// Throws std::system_error naming the file, and BadInput if a record is too long or the file
  /// ends in the middle of a record of fixed size.
  std::string_view next() override;

  /// A record of at least this size comes alone, and the block's memory can be taken.
  static constexpr std::size_t large_record_bytes = std::size_t{1} << 20U;
  /// The memory of the block that next() gave, which begins there.
  os::Mapping take_memory();

  [[nodiscard]] bool would_wait() const override;

 private:
  bool find_end(std::size_t from);
  void read_more();
  void make_room();
  void forget_given();

  std::string path_;
  std::string read_failure_;
  record::Framing framing_;
  os::Fd file_;         // none once it is at its end
  os::Mapping buffer_;  // records that were given, a record that is not whole yet, room
  std::size_t given_bytes_ = 0;
  std::size_t filled_bytes_ = 0;
};

}  // namespace muster::filesort

#endif
