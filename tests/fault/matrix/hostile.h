#ifndef MUSTER_MATRIX_HOSTILE_H
#define MUSTER_MATRIX_HOSTILE_H

#include <string>
#include <vector>

#include "fault/matrix/run_spec.h"

namespace muster::matrix {

/// A run with a worker that does what no worker should.
struct HostileRun {
  RunSpec run;
  std::string output;        ///< what stdout has to be if it ends well
  bool may_succeed = false;  ///< else it has to fail, for this reason
  std::string reason{};
  bool kills_init = false;  ///< so that init cannot say anything
  bool kills_all = false;   ///< the Scheduler too, perhaps before it has unlinked the segment
};

const std::vector<HostileRun>& hostile_runs();

}  // namespace muster::matrix

#endif
