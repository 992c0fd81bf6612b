#ifndef MUSTER_OS_FD_H
#define MUSTER_OS_FD_H

#include <utility>

namespace muster::os {

/// The one owner of a file descriptor. Closing is never retried: on Linux the descriptor is gone
/// even when close() reports an error.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int number) : number_(number) {}
  Fd(Fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd() { reset(); }

  [[nodiscard]] int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  void reset() noexcept;

 private:
  int number_ = -1;
};

void set_nonblocking(const Fd& fd);

}  // namespace muster::os

#endif
