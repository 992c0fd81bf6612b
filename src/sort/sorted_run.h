#ifndef MUSTER_SORT_SORTED_RUN_H
#define MUSTER_SORT_SORTED_RUN_H

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "order/comparison.h"
#include "os/mapping.h"
#include "record/framing.h"
#include "sort/arena.h"
#include "sort/chunk.h"
#include "sort/entry.h"
#include "sort/record_encoding.h"
#include "sort/top.h"

namespace muster::sort {

/// A sorted run in memory: the records of a chunk in order, without those
/// that are not wanted: of a top all after the first, under -u all after the first of equal ones.
/// Those that can be encoded are, of the others there are entries. Their slots are their offsets in
/// the chunk's text and, below that, their lengths, so that a record can be copied without a search
/// for its end.
///
/// An encoded record does not say where it came from. If that may matter, a run has encoded records
/// only if all of its records can be encoded: those that tie are the same then. If it does matter,
/// because a record elsewhere may tie with one of them, all have the origin of the first if they
/// are of one source; else entries are made of them (materialize_origins).
class SortedRun final : public RecordStore {
 public:
  /// The chunk holds `records` records. All that is referred to must outlive the run.
  SortedRun(Chunk chunk, std::size_t records, const order::Comparison& comparison,
            record::Framing framing, const std::optional<RecordEncoding>& encoding, Arena& arena,
            Top& top);

  /// Finds the records and sorts them; to be called once, by any thread, before what follows.
  void sort();
  /// Origins are going to be asked for; to be called once, by any thread, while no other asks.
  void materialize_origins();

  [[nodiscard]] std::span<const std::uint64_t> encoded() const { return encoded_; }
  [[nodiscard]] std::span<const Entry> entries() const { return entries_; }

  [[nodiscard]] std::string_view record(std::uint32_t slot) const {
    const std::uint32_t bytes = slot & length_mask;
    const std::string_view rest = chunk_.text().substr(slot >> length_bits);
    return bytes < length_mask ? rest.substr(0, bytes) : framing_.first(rest);
  }
  [[nodiscard]] std::string_view record(std::uint32_t slot, char* /*spare*/) const override {
    return record(slot);
  }
  void prefetch(std::uint32_t slot) const override {
    const char* const record = chunk_.text().data() + (slot >> length_bits);
    __builtin_prefetch(record);
    __builtin_prefetch(record + 64);
  }
  [[nodiscard]] order::Origin origin(std::uint32_t slot) const override {
    return chunk_.origin(slot >> length_bits);
  }
  [[nodiscard]] bool are_in_order_of_origin() const override {
    return chunk_.is_in_order_of_origin();
  }
  /// As good as the origin of any of them, after materialize_origins().
  [[nodiscard]] order::Origin origin_of_encoded() const { return chunk_.origin(0); }

  /// The memory held; may be asked by any thread, at any time.
  [[nodiscard]] std::size_t memory_bytes() const { return memory_bytes_; }

  /// Whether records are still read from the text after sort().
  [[nodiscard]] bool needs_text() const {
    return !entries_.empty() || (comparison_.needs_origin() && !chunk_.is_of_one_source());
  }
  /// Gives the text's memory up, if it still has it.
  os::Mapping take_text_memory();

 private:
  static constexpr unsigned length_bits = 9;
  /// The length of a record that is no shorter: its end has to be searched for.
  static constexpr std::uint32_t length_mask = (std::uint32_t{1} << length_bits) - 1;
  static_assert(Chunk::offset_max < std::uint32_t{1} << (32 - length_bits));

  /// Memory for `count` of T, which it has to the end, however many of them are kept.
  template <typename T>
  std::span<T> take(std::size_t count);
  bool take_encoded();
  void take_entries();
  void sort_entries();
  [[nodiscard]] Entry entry_of(std::string_view record) const;

  const order::Comparison& comparison_;
  record::Framing framing_;
  const std::optional<RecordEncoding>& encoding_;
  Chunk chunk_;
  std::size_t records_;
  Arena& arena_;
  Top& top_;
  std::size_t taken_bytes_ = 0;
  std::span<std::uint64_t> encoded_;
  std::span<Entry> entries_;
  std::atomic<std::size_t> memory_bytes_;
};

}  // namespace muster::sort

#endif
