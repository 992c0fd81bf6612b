#ifndef MUSTER_SORT_OUTPUT_H
#define MUSTER_SORT_OUTPUT_H

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include "parallel/sequencer.h"
#include "parallel/task_text.h"
#include "record/framing.h"
#include "sort/record_encoding.h"
#include "sort/sorter.h"

namespace muster::sort {

/// Makes the text of one partition.
class Output {
 public:
  struct Common {
    record::Framing framing;
    const std::optional<RecordEncoding>& encoding;
    const OutputOptions& options;
    parallel::Sequencer& sequencer;
  };

  Output(std::size_t partition, const Common& common)
      : common_(common), text_(common.sequencer, partition, common.options.bytes) {}

  /// Adds a record, which is followed by its delimiter in memory.
  void add(std::string_view record) { text_.add({record.data(), bytes_of(record)}); }

  /// The same after its origin, in one piece.
  void add(std::string_view record, const order::Origin& origin) {
    const std::size_t bytes = bytes_of(record);
    char* const to = text_.space(sizeof origin + bytes);
    std::memcpy(to, &origin, sizeof origin);
    std::memcpy(to + sizeof origin, record.data(), bytes);
    text_.grow(sizeof origin + bytes);
  }

  void add_encoded(std::span<const std::uint64_t> records) {
    constexpr std::size_t at_a_time = 256;
    while (!records.empty()) {
      const auto some = records.first(std::min(records.size(), at_a_time));
      char* const to = text_.space(some.size() * (RecordEncoding::bytes_max + 1));
      text_.grow(static_cast<std::size_t>(common_.encoding->decode_all(some, to) - to));
      records = records.subspan(some.size());
    }
  }

  /// The partition is complete.
  void finish() { text_.finish(); }

 private:
  [[nodiscard]] std::size_t bytes_of(std::string_view record) const {
    return record.size() + common_.framing.delimiter_bytes();
  }

  const Common& common_;
  parallel::TaskText text_;
};

}  // namespace muster::sort

#endif
