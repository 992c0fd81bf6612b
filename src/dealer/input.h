#ifndef MUSTER_DEALER_INPUT_H
#define MUSTER_DEALER_INPUT_H

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dealer/block.h"
#include "dealer/cutter.h"
#include "os/fd.h"
#include "plan/plan.h"

namespace muster::dealer {

/// The stream that is dealt out. It is read into the memory that its blocks then have, and read no
/// further than the next block needs. Of a file most blocks are not read at all, and have no
/// memory.
class Input {
 public:
  Input(os::Fd fd, const plan::Dealing& dealing);

  [[nodiscard]] const os::Fd& fd() const { return fd_; }
  /// Reads what is there, and waits only if nothing is. Throws std::system_error. To be called if
  /// next() gives nothing.
  void read();
  /// The next block, if it is all there. An empty stream is one empty block.
  std::optional<Block> next();
  /// Whether there is no next block any more.
  [[nodiscard]] bool has_ended() const { return is_read_ && was_cut_ && rest_.bytes().empty(); }
  /// Once there has been a block: what comes before each.
  [[nodiscard]] std::string_view header() const { return header_; }
  /// Takes back the memory of a block that is not needed any more.
  void reuse(Block block);

 private:
  bool find_in_file();

  os::Fd fd_;
  bool is_file_;
  Cutter cutter_;
  bool is_header_known_ = false;
  std::string header_;
  Buffer rest_;                   // what has been read and not cut off
  bool is_read_ = false;          // to its end
  bool was_cut_ = false;          // there has been a block
  std::optional<Block> in_file_;  // the next one, if it has been found there
  std::vector<char> tail_;
  std::vector<Buffer> spare_;
};

}  // namespace muster::dealer

#endif
