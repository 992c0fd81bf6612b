#ifndef MUSTER_FILESORT_HEADER_SKIPPER_H
#define MUSTER_FILESORT_HEADER_SKIPPER_H

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "filesort/input.h"
#include "merge/source.h"
#include "record/head.h"
#include "record/header_digest.h"

namespace muster::filesort {

/// The header of several inputs: that of the first which has any record.
struct Header {
  std::uint64_t records = 0;  ///< how many are a header
  bool may_differ = false;    ///< those of other inputs are not compared with it
  std::function<void(std::string_view)> take;
  std::string path{};  ///< whose header it is, once that is known
  record::HeaderDigest digest{};
};

/// An input without its header. Throws BadInput if that is not the one of the first input, whose
/// first record has to be read before another input is.
class HeaderSkipper final : public merge::Source {
 public:
  /// As for Input. `header` must outlive it.
  HeaderSkipper(const std::string& path, record::Framing framing, const char* failure,
                Header& header)
      : input_(path, framing, failure),
        path_(path),
        framing_(framing),
        header_(header),
        head_(header.records) {}

  std::string_view next() override {
    for (;;) {
      const std::string_view records = input_.next();
      const std::string_view head = head_.take(records, framing_);
      if (!head.empty()) take_header(head);
      if (is_in_header_ && (head.size() < records.size() || records.empty())) end_header();
      if (head.empty()) return records;
      if (head.size() < records.size()) return records.substr(head.size());
    }
  }
  [[nodiscard]] bool would_wait() const override { return input_.would_wait(); }
  /// As for Input, if there are no headers.
  os::Mapping take_memory() { return input_.take_memory(); }

 private:
  void take_header(std::string_view records);
  void end_header();

  Input input_;
  std::string path_;
  record::Framing framing_;
  Header& header_;
  record::Head head_;
  bool is_in_header_ = false;
  bool is_first_ = false;
  record::HeaderDigest digest_;
};

}  // namespace muster::filesort

#endif
