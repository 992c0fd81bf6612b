#ifndef MUSTER_SCHEDULER_GUARDIAN_H
#define MUSTER_SCHEDULER_GUARDIAN_H

#include <functional>
#include <string>
#include <thread>

#include "os/fd.h"
#include "os/pipe.h"

namespace muster::scheduler {

/// Cleans up if init is killed, whatever the Scheduler is doing at that moment: ends every process
/// of the run, unlinks the temporary output and the segment, and ends the Scheduler. A thread of
/// the Scheduler that sleeps until then.
class Guardian {
 public:
  struct Duties {
    int init_pid = 0;
    std::string run_id;                   ///< in the environment of the run's processes
    os::Fd roster;                        ///< what init tells of its workers (roster.h)
    std::string temporary_name;           ///< that of the output, or empty
    std::string segment_name;             ///< its path in /dev/shm if it has one still, or empty
    int output = -1;                      ///< watched for a reader that goes away
    std::function<void()> output_closed;  ///< called from the thread, once
  };

  /// If init is dead already, does not return.
  explicit Guardian(Duties duties);
  Guardian(const Guardian&) = delete;
  Guardian& operator=(const Guardian&) = delete;
  ~Guardian();

  /// For the thread that has seen the end of init's pipe: waits for the end of this process.
  [[noreturn]] void wait_for_the_end();

 private:
  void watch();
  [[noreturn]] void clean_up() const;

  Duties duties_;
  os::Fd init_;
  os::Pipe stop_;
  std::thread thread_;
};

}  // namespace muster::scheduler

#endif
