#ifndef MUSTER_OS_MAPPING_H
#define MUSTER_OS_MAPPING_H

#include <cstddef>
#include <utility>

#include "os/fd.h"

namespace muster::os {

/// The one owner of a range of mapped memory.
class Mapping {
 public:
  Mapping() = default;

  /// `bytes` of the file, shared with everyone who maps it, its page tables filled at once. The
  /// descriptor may be closed afterwards.
  static Mapping shared(const Fd& file, std::size_t bytes);

  /// At least `bytes` of private zeroed memory that is touched only as it is used. Huge pages are
  /// asked for: first touch runs at 8 GB/s with them and at 1.5 GB/s without (docs/performance.md).
  static Mapping memory(std::size_t bytes);

  /// Makes memory() larger, at another address if need be. No byte is copied.
  void grow(std::size_t bytes);

  Mapping(Mapping&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  Mapping& operator=(Mapping&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping();

  [[nodiscard]] char* data() const { return data_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  explicit operator bool() const { return data_ != nullptr; }

 private:
  Mapping(void* data, std::size_t bytes) : data_(static_cast<char*>(data)), bytes_(bytes) {}

  char* data_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace muster::os

#endif
