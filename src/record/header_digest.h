#ifndef MUSTER_RECORD_HEADER_DIGEST_H
#define MUSTER_RECORD_HEADER_DIGEST_H

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace muster::record {

/// Stands for a header, which may be larger than memory: 128 bits, by which it is told from others.
class HeaderDigest {
 public:
  /// The next bytes of the header, however it is divided.
  void add(std::string_view bytes);
  /// The header is complete: nothing is added any more.
  void finish();
  /// Whether nothing was added.
  [[nodiscard]] bool is_empty() const { return is_empty_; }

  /// Of finished ones.
  friend bool operator==(const HeaderDigest& a, const HeaderDigest& b) {
    return a.is_empty_ == b.is_empty_ && a.value_ == b.value_;
  }

 private:
  struct State;
  struct Free {
    void operator()(State* state) const;
  };

  bool is_empty_ = true;
  std::unique_ptr<State, Free> state_;  // while it is neither empty nor finished
  std::array<std::uint64_t, 2> value_{};
};

}  // namespace muster::record

#endif
