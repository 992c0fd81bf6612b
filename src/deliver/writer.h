#ifndef MUSTER_DELIVER_WRITER_H
#define MUSTER_DELIVER_WRITER_H

#include <cstdint>
#include <string>
#include <string_view>

#include "order/kind.h"
#include "record/framing.h"

namespace muster::deliver {

/// What the output looks like.
enum class Format : std::uint32_t {
  records,  ///< as they came, each with its delimiter
  list,     ///< one line: [3, 7, 12, 19]
  values,   ///< binary values as text, one a line
};

/// Writes ordered records to a descriptor, which it does not own. Every write is whole records.
/// A write that fails is thrown as std::system_error (EPIPE when the reader has gone; SIGPIPE
/// must be ignored).
class Writer {
 public:
  /// `value` is the binary value that each record is, for Format::values.
  Writer(int descriptor, Format format, record::Framing framing,
         order::KeyKind value = order::KeyKind::bytes)
      : descriptor_(descriptor), format_(format), framing_(framing), value_(value) {}

  /// One or more whole records, each with its delimiter.
  void write(std::string_view records);
  /// After the last record.
  void finish();

  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  void put(std::string_view bytes);

  int descriptor_;
  Format format_;
  record::Framing framing_;
  order::KeyKind value_;
  bool is_first_ = true;
  std::uint64_t bytes_ = 0;
};

}  // namespace muster::deliver

#endif
