#ifndef MUSTER_MATRIX_CLEAN_ROOM_H
#define MUSTER_MATRIX_CLEAN_ROOM_H

#include <sys/types.h>

#include <chrono>
#include <string>

#include "fault/matrix/fault.h"
#include "fault/matrix/observation.h"
#include "fault/matrix/run_spec.h"
#include "os/fd.h"

namespace muster::matrix {

/// The folders that all clean rooms share, and mount their own file systems on. They are removed
/// with their owner.
class Site {
 public:
  Site();
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  ~Site();

  [[nodiscard]] std::string inputs() const { return folder_ + "/inputs"; }
  [[nodiscard]] std::string temporary() const { return folder_ + "/temporary"; }
  [[nodiscard]] std::string work() const { return folder_ + "/work"; }

 private:
  std::string folder_;
};

/// Gets this process the right to make namespaces. Returns why not, or "" if it has it.
std::string prepare_namespaces();

/// One run with one fault, in PID, mount and IPC namespaces of its own, with nothing in its
/// /dev/shm, its folder for temporary files, and the one it works in.
class CleanRoom {
 public:
  struct Order {
    const RunSpec& run;
    Fault fault;
    bool wants_points = false;
    std::chrono::milliseconds patience{};
  };

  /// Starts it. `program` is the path of muster.
  CleanRoom(const Site& site, const std::string& program, const Order& order);

  /// The process whose end means that the run is over.
  [[nodiscard]] pid_t process() const { return process_; }
  /// What was seen, when that has ended.
  [[nodiscard]] Observation observation() const;

 private:
  os::Fd output_;
  os::Fd messages_;
  os::Fd report_;
  pid_t process_ = -1;
};

}  // namespace muster::matrix

#endif
