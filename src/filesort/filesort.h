#ifndef MUSTER_FILESORT_FILESORT_H
#define MUSTER_FILESORT_FILESORT_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "order/order.h"
#include "record/framing.h"
#include "record/head.h"
#include "spill/run_stack.h"

namespace muster::filesort {

/// The order engine without workers: files in, one file out.
struct Plan {
  std::vector<std::string> inputs;  ///< paths; "-" is standard input
  order::Order order;
  record::Framing framing;
  /// The binary value that each record is; KeyKind::bytes if they are none.
  key::KeyKind value = key::KeyKind::bytes;
  bool is_printed = false;            ///< binary values as text, one a line
  std::uint64_t top = record::every;  ///< so many of the first records are printed
  /// So many of the first records of each input are its header: the first input's come first, those
  /// of the others are dropped. One that is empty has none; the first that has is the first.
  std::uint64_t header = 0;
  bool headers_may_differ = false;  ///< else one that differs from the first is an error
  bool is_underlined = false;  ///< each record is followed by lines that show its keys (--debug)
  std::optional<std::string> output_path;  ///< may be one of the inputs; stdout if there is none
  std::size_t threads = 1;
  std::size_t memory_bytes_max = 0;  ///< for records that are held; the others are spilled
  std::vector<std::string> temporary_folders{"/tmp"};  ///< to here
  /// How many inputs, or runs on disk, are merged at a time; at least 2.
  std::size_t merged_max = spill::merged_max_default;
};

/// Sorts the records of all inputs. Throws std::runtime_error (std::system_error for system calls)
/// when that fails; a file of output_path is then as it was.
void sort(const Plan& plan);

/// The same for inputs that are sorted already, without holding more than a block of each. What is
/// due is written while inputs still come. If there are more of them than may be merged at a time,
/// the first become runs on disk.
void merge(const Plan& plan);

/// A record that should have come before the one in front of it.
struct Disorder {
  std::uint64_t record = 0;  ///< counted from 1
  std::string text;
};

/// Looks for the first record of the one input that is out of order (or, in a unique order, equal
/// to the one before).
std::optional<Disorder> find_disorder(const Plan& plan);

/// The names in a file that ends each with NUL ("-" is standard input).
std::vector<std::string> names_in(const std::string& path);

}  // namespace muster::filesort

#endif
