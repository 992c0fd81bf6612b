#ifndef MUSTER_WORKER_ENVIRONMENT_H
#define MUSTER_WORKER_ENVIRONMENT_H

#include <cstddef>
#include <string>
#include <vector>

namespace muster::worker {

/// The environment of the workers: that of init, with the run's id (after those of the runs
/// that it is inside of) and the worker's number and slot.
class Environment {
 public:
  Environment(const char* run_id_variable, const std::string& run_id);

  /// Both from 1. For execve; valid until the next call.
  const char* const* for_worker(std::size_t number, std::size_t slot);

 private:
  std::string run_ids_;
  std::string number_;
  std::string slot_;
  std::vector<const char*> entries_;
};

}  // namespace muster::worker

#endif
