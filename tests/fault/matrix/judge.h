#ifndef MUSTER_MATRIX_JUDGE_H
#define MUSTER_MATRIX_JUDGE_H

#include <string>
#include <vector>

#include "fault/matrix/fault.h"
#include "fault/matrix/observation.h"
#include "fault/matrix/run_spec.h"

namespace muster::matrix {

/// What of the promise a run has broken, a sentence each. `clean` is the same run without a fault,
/// in which nothing may be broken either.
std::vector<std::string> broken_promises(const RunSpec& run, const Observation& clean,
                                         const Fault& fault, const Observation& seen);

}  // namespace muster::matrix

#endif
