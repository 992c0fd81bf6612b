#ifndef MUSTER_SORT_SORTER_H
#define MUSTER_SORT_SORTER_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "order/order.h"
#include "os/mapping.h"
#include "record/framing.h"
#include "record/head.h"

namespace muster::sort {

/// How ordered records are given out.
struct OutputOptions {
  bool with_origins = false;  ///< each after its order::Origin; only if the order needs them
  std::size_t bytes = std::size_t{1} << 20U;  ///< about as many as are given out at a time
};

/// Takes records in any order and releases them in the order asked for. Sorted runs are made in
/// the background while records are still coming, so that little is left to do after the last.
class Sorter {
 public:
  /// This much text becomes a run: few enough that the last run, which nothing can hide, is
  /// made in a few milliseconds, and enough that runs are few.
  static constexpr std::size_t usual_chunk_bytes = std::size_t{8} << 20U;

  /// `threads` is how many release the records; besides the caller's, one less (at least one) make
  /// runs while records come.
  /// Of more than `top` records all after the first so many may be left out.
  Sorter(const order::Order& order, record::Framing framing, std::size_t threads,
         std::size_t chunk_bytes = usual_chunk_bytes, std::uint64_t top = record::every);
  ~Sorter();
  Sorter(const Sorter&) = delete;
  Sorter& operator=(const Sorter&) = delete;

  /// Adds whole records of `source`, each with its delimiter, in the order they have there, and
  /// returns how many they were. The bytes need not outlive the call, and may be changed by another
  /// process during it without harm to any other record.
  std::size_t add(std::string_view records, std::uint64_t source);

  /// The same for one large record, with its delimiter, that takes `bytes` at the start of
  /// `memory`, which is kept in place of a copy.
  std::size_t add(os::Mapping memory, std::size_t bytes, std::uint64_t source);

  /// Gives out all records in order, each with its delimiter, many at a time: write(bytes) is
  /// called from several threads, but never from two at once. Nothing may be added after it before
  /// clear().
  void release(const std::function<void(std::string_view)>& write,
               const OutputOptions& options = {});

  /// After release(): forgets the records, but keeps their memory for those that come then.
  void clear();

  /// The memory held, for comparison with a budget.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace muster::sort

#endif
