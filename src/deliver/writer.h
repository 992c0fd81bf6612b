#ifndef MUSTER_DELIVER_WRITER_H
#define MUSTER_DELIVER_WRITER_H

#include <cstdint>
#include <string>
#include <string_view>

#include "record/framing.h"
#include "record/head.h"

namespace muster::deliver {

/// What the output looks like.
enum class Format : std::uint32_t {
  records,  ///< as they came, each with its delimiter
  list,     ///< one line: [3, 7, 12, 19]
};

/// Writes ordered records to a descriptor, which it does not own. Every write is whole records.
/// A write that fails is thrown as std::system_error (EPIPE when the reader has gone; SIGPIPE
/// must be ignored).
class Writer {
 public:
  /// Of all records given to it the first `top` are written, the others dropped.
  Writer(int descriptor, Format format, record::Framing framing, std::uint64_t top = record::every)
      : descriptor_(descriptor), format_(format), framing_(framing), head_(top) {}

  /// One or more whole records, each with its delimiter.
  void write(std::string_view records);
  /// Whole records to which nothing of this applies: the header, before all others.
  void write_header(std::string_view records) { put(records); }
  /// After the last record.
  void finish();

  /// Whether all that might still be written would be dropped.
  [[nodiscard]] bool is_complete() const { return head_.is_complete(); }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  void put(std::string_view bytes);

  int descriptor_;
  Format format_;
  record::Framing framing_;
  record::Head head_;
  bool is_first_ = true;
  std::uint64_t bytes_ = 0;
};

}  // namespace muster::deliver

#endif
