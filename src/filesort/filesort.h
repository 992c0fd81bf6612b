#ifndef MUSTER_FILESORT_FILESORT_H
#define MUSTER_FILESORT_FILESORT_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plan/plan.h"

namespace muster::filesort {

// The order engine without workers: files in, one file out.

/// Sorts the records of all inputs, of which the destination may be one. Throws BadInput,
/// std::system_error for system calls, or spill::DamagedRun when that fails; the file of the
/// destination is then as it was.
void sort(const plan::Sort& plan);

/// The same for inputs that are sorted already, without holding more than a block of each. What is
/// due is written while inputs still come. If there are more of them than may be merged at a time,
/// the first become runs on disk.
void merge(const plan::Sort& plan);

/// A record that should have come before the one in front of it.
struct Disorder {
  std::uint64_t record = 0;  ///< counted from 1
  std::string text;
};

/// Looks for the first record of the one input that is out of order (or, in a unique order, equal
/// to the one before).
std::optional<Disorder> find_disorder(const plan::Sort& plan);

/// The names in a file that ends each with NUL ("-" is standard input).
std::vector<std::string> names_in(const std::string& path);

}  // namespace muster::filesort

#endif
