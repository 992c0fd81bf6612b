// Owners of what the system gives, for the library, which shares no code with the program.

#ifndef MUSTER_LIB_OWNERS_H
#define MUSTER_LIB_OWNERS_H

#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace muster::lib {

[[noreturn]] inline void throw_error(int error, const char* context) {
  throw std::system_error(error, std::generic_category(), context);
}

class Fd {
 public:
  Fd() = default;
  explicit Fd(int number) : number_(number) {}
  /// Throws std::system_error, with errno, if `number` is none.
  Fd(int number, const char* context) : number_(number) {
    if (number < 0) throw_error(errno, context);
  }
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
  void reset() noexcept {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_ = -1;
};

}  // namespace muster::lib

#endif
