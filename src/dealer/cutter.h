#ifndef MUSTER_DEALER_CUTTER_H
#define MUSTER_DEALER_CUTTER_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "plan/plan.h"

namespace muster::dealer {

/// Says where a stream is cut: after its header, then into blocks of whole records. It is given
/// what comes next in the stream, as far as that is at hand, and told whether the stream ends
/// there. What it has cut off is not to be given again. Pure.
class Cutter {
 public:
  explicit Cutter(const plan::Dealing& dealing);

  /// How many bytes the header has; nothing if `bytes` are too few to tell, and then it has to be
  /// asked again with more. All of them if the stream ends before the header does.
  std::optional<std::size_t> header(std::string_view bytes, bool is_all);

  /// How many bytes the next block has: whole records, as many as fit into a block together with
  /// the start of the next record, or one that is larger. What is left at the end is a block, whole
  /// or not. Nothing as above.
  std::optional<std::size_t> block(std::string_view bytes, bool is_all);

  /// The same, if `tail`, the last of the first bytes_needed() bytes, is enough to tell.
  [[nodiscard]] std::optional<std::size_t> block_with_tail(std::string_view tail) const;

  /// With fewer bytes than this, and more to come, block() cannot tell.
  [[nodiscard]] std::size_t bytes_needed() const { return block_bytes_; }

 private:
  std::optional<std::size_t> boundary_from(std::string_view bytes, std::size_t min);

  std::size_t block_bytes_;
  std::size_t record_bytes_;
  std::string mark_;  // the end of a record and the start of the next
  std::size_t end_bytes_;
  std::uint64_t header_left_;  // records that are not found yet
  std::size_t header_bytes_ = 0;
  std::size_t searched_ = 0;  // no mark begins before here
};

}  // namespace muster::dealer

#endif
