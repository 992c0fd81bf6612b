#ifndef MUSTER_MATRIX_CELLS_H
#define MUSTER_MATRIX_CELLS_H

#include <cstddef>
#include <cstdint>
#include <vector>

#include "fault/matrix/fault.h"

namespace muster::matrix {

/// Every fault that can come at these points.
std::vector<Fault> all_faults(const std::vector<Point>& points);

/// At most `count` of them, the same ones for the same `seed`, such that each (role, call, kind of
/// fault) is among them before any is there twice.
std::vector<Fault> some_of(std::vector<Fault> faults, std::size_t count, std::uint32_t seed);

/// One for each (role, call), and for each thing that may be missing.
std::vector<Fault> one_of_each(std::vector<Fault> faults, std::uint32_t seed);

}  // namespace muster::matrix

#endif
