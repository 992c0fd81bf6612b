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

/// A copy of descriptor `number`, if it is one to write to that this process was started with.
/// None, with errno set, otherwise: all that Muster opens itself is close-on-exec, and is nobody
/// else's.
Fd copy_given_output(int number);

/// Opens /dev/null on each of 0, 1 and 2 that is closed, the wrong way round, so that no file we
/// open lands there and that using the closed stream still fails. For the start of main().
void occupy_standard_streams();

}  // namespace muster::os

#endif
