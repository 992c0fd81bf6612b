#ifndef MUSTER_FILES_HEADLESS_H
#define MUSTER_FILES_HEADLESS_H

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "files/input.h"
#include "record/head.h"
#include "spill/source.h"

namespace muster::files {

/// What becomes of the headers of several inputs: that of the first which has any record is wanted.
struct Header {
  std::uint64_t records = 0;  ///< so many are a header
  std::function<void(std::string_view)> take;
  bool is_taken = false;
};

/// An input without its header.
class Headless final : public spill::Source {
 public:
  /// As for Input. `header` must outlive it.
  Headless(const std::string& path, record::Framing framing, const char* failure, Header& header)
      : input_(path, framing, failure), framing_(framing), header_(header), head_(header.records) {}

  std::string_view next() override {
    for (;;) {
      const std::string_view records = input_.next();
      const std::string_view head = head_.take(records, framing_);
      if (head.empty()) return records;
      is_first_ = is_first_ || !std::exchange(header_.is_taken, true);
      if (is_first_) header_.take(head);
      if (head.size() < records.size()) return records.substr(head.size());
    }
  }
  [[nodiscard]] bool would_wait() const override { return input_.would_wait(); }
  /// As for Input, if there are no headers.
  os::Mapping take_memory() { return input_.take_memory(); }

 private:
  Input input_;
  record::Framing framing_;
  Header& header_;
  record::Head head_;
  bool is_first_ = false;
};

}  // namespace muster::files

#endif
