// Where the inputs of a run come from, as plain data.

#ifndef MUSTER_INPUT_SOURCE_H
#define MUSTER_INPUT_SOURCE_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::input {

/// One list of inputs: given one by one, or the lines of a file.
struct Source {
  std::vector<std::string> values = {};
  std::optional<std::string> path = std::nullopt;  ///< instead of values; "-" is standard input
  /// Its inputs go with those of the source before it, one to one; else each of them goes with each
  /// of what comes before.
  bool is_linked = false;
};

/// All of them, and what is made of them.
struct Inputs {
  std::vector<Source> sources;
  bool ends_with_nul = false;  ///< what ends an input in a file is NUL, not a newline
  /// A regular expression: what it matches in an input separates columns.
  std::optional<std::string> column_separator = std::nullopt;
  bool has_names = false;      ///< the first input of each source names its columns
  std::uint32_t rows_max = 1;  ///< how many inputs, or combinations of them, a job gets

  /// There are sources, each is a list or a file, and at most one is standard input.
  [[nodiscard]] bool is_valid() const;
};

}  // namespace muster::input

#endif
