#ifndef MUSTER_DELIVER_WRITER_H
#define MUSTER_DELIVER_WRITER_H

#include <cstdint>
#include <string>
#include <string_view>

#include "deliver/tags.h"
#include "key/key_kind.h"
#include "record/framing.h"
#include "record/head.h"

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
  /// `value` is the binary value that each record is, for Format::values. Of all records given to
  /// it the first `top` are written, the others dropped. With `tags`, which must outlive it, each
  /// comes behind that of its worker. Records are counted only if that is wanted: it takes time.
  Writer(int descriptor, Format format, record::Framing framing,
         key::KeyKind value = key::KeyKind::bytes, std::uint64_t top = record::every,
         const Tags* tags = nullptr, bool counts = false)
      : descriptor_(descriptor),
        format_(format),
        framing_(framing),
        value_(value),
        head_(top),
        tags_(tags),
        counts_(counts) {}

  // What is given are one or more whole records, each with its delimiter.

  /// Without tags.
  void write(std::string_view records);
  /// All of `worker`.
  void write(std::uint32_t worker, std::string_view records);
  /// Each behind its order::Origin, whose source is its worker.
  void write_with_origins(std::string_view records);
  /// All of `worker`, to be written with others when they are many, or by flush().
  void add(std::uint32_t worker, std::string_view records);
  void flush();
  /// To which nothing of this applies: the header, before all others.
  void write_header(std::string_view records);
  /// After the last record.
  void finish();

  /// Whether all that might still be written would be dropped.
  [[nodiscard]] bool is_complete() const { return head_.is_complete(); }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  /// Without the header; 0 if they are not counted.
  [[nodiscard]] std::uint64_t records() const { return records_; }

 private:
  [[nodiscard]] std::string_view take(std::string_view records);
  void collect_all(std::string_view tag, std::string_view records);
  void collect(std::string_view tag, std::string_view record);
  void put(std::string_view bytes);

  int descriptor_;
  Format format_;
  record::Framing framing_;
  key::KeyKind value_;
  record::Head head_;
  const Tags* tags_;
  bool counts_;
  std::string collected_;  // to be written at once
  bool is_first_ = true;
  std::uint64_t bytes_ = 0;
  std::uint64_t records_ = 0;
};

}  // namespace muster::deliver

#endif
