// The child that does the work: starting it, and ending it.

#ifndef MUSTER_LIB_HELPER_H
#define MUSTER_LIB_HELPER_H

#include <sys/types.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "owners.h"

namespace muster::lib {

/// There is no helper that could be started.
class NoHelper : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Helper {
 public:
  /// Hands it the plan. Throws NoHelper or std::system_error.
  explicit Helper(const std::vector<std::string>& plan);
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;
  /// Ends it, and waits until it is gone; does nothing to that of another process.
  ~Helper();

  [[nodiscard]] int fd() const { return process_.get(); }
  /// Whether it has ended, within that many milliseconds (-1: without end).
  bool wait(int timeout_milliseconds);
  void cancel();
  [[nodiscard]] bool was_cancelled() const { return was_cancelled_; }
  /// What it has written.
  [[nodiscard]] std::string status() const;
  Fd take_result() { return std::move(result_); }
  [[nodiscard]] const Fd& result() const { return result_; }

 private:
  pid_t owner_ = ::getpid();
  Fd result_;
  Fd status_;
  Fd cancel_;
  Fd process_;
  bool is_over_ = false;
  bool was_cancelled_ = false;
};

}  // namespace muster::lib

#endif
