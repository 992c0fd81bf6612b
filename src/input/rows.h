#ifndef MUSTER_INPUT_ROWS_H
#define MUSTER_INPUT_ROWS_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "input/column_separator.h"
#include "input/source.h"
#include "input/stream.h"
#include "input/values.h"

namespace muster::input {

/// The columns of all inputs that one job gets.
using Row = std::vector<std::string>;

/// The inputs of all jobs, job by job: every combination of what the sources give, the last of
/// which varies fastest. The first source, and those that are linked to it, are read as rows are
/// taken; the others are held in memory.
class Rows {
 public:
  /// Opens the files, and waits for the names and for what is held. Throws as Stream does.
  explicit Rows(Inputs inputs);

  /// Waits for all inputs, so that count() is known. Before the first row is taken.
  void take_all();
  /// The next row; never waits. Throws as Stream does.
  Next next(Row& row);
  /// After Next::later: readable when there may be more.
  [[nodiscard]] const os::Fd* awaited() const { return awaited_; }
  /// How many rows there are in all, once that is known.
  [[nodiscard]] std::optional<std::uint64_t> count() const { return count_; }
  /// Those of the columns, if the inputs have names.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  /// A source with those that are linked to it: as many of each as there are of the fewest.
  struct Held {
    std::vector<Values> lists;
    std::uint64_t count = 0;
  };

  void hold(std::vector<Stream>& streams);
  void find_count();
  Next next_combination();
  Next next_outer();

  ColumnSeparator separator_;
  std::uint32_t rows_max_;
  std::vector<std::string> names_;
  std::vector<Stream> outer_;      // read as rows are taken
  std::vector<Held> inner_;        // combined with each of what these give
  std::uint64_t inner_count_ = 1;  // how many combinations these have

  std::vector<std::string> values_;  // of the outer sources, as far as they have come
  std::uint64_t inner_next_ = 0;     // the combination for these values that comes next
  Row unfinished_;                   // some of its inputs are still to come
  std::uint32_t unfinished_rows_ = 0;
  std::uint64_t given_ = 0;
  std::optional<std::uint64_t> count_;
  const os::Fd* awaited_ = nullptr;
};

}  // namespace muster::input

#endif
