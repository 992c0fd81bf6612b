#ifndef MUSTER_MATRIX_RUN_SPEC_H
#define MUSTER_MATRIX_RUN_SPEC_H

#include <string>
#include <vector>

namespace muster::matrix {

/// What has to come out of a run that has ended well.
enum class Promise {
  same_bytes,    ///< those of the clean run, always
  same_records,  ///< those of the clean run, in any order
};

/// A run that the matrix covers. Its files are in a folder that is empty but for `old`, and its
/// inputs are in the folder that $INPUTS is replaced by.
struct RunSpec {
  std::string name;
  std::vector<std::string> arguments;  ///< of muster
  std::string input{};  ///< for its standard input, a file of $INPUTS; else /dev/null
  Promise promise = Promise::same_bytes;
  bool streams = false;  ///< records may be out when it fails
  /// Files whose bytes have to be those of the clean run if the run has ended well.
  std::vector<std::string> results{};
  /// Besides stdout it writes other files when that is complete, which may fail by themselves.
  bool has_other_outputs = false;
};

/// Every run, the reference run first.
const std::vector<RunSpec>& run_specs();

/// Where a file is that is replaced by -o, and what is in it before.
inline constexpr const char* old_file = "result";
inline constexpr const char* old_bytes = "old\n";

/// Makes the inputs of all runs in `folder`.
void make_inputs(const std::string& folder);

}  // namespace muster::matrix

#endif
