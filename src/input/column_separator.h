#ifndef MUSTER_INPUT_COLUMN_SEPARATOR_H
#define MUSTER_INPUT_COLUMN_SEPARATOR_H

#include <regex.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::input {

/// Splits an input into its columns.
class ColumnSeparator {
 public:
  /// `separator` is an extended regular expression, in which the usual escapes (`\t`, `\d`, `\s`,
  /// …) can be used, also in brackets. Without one an input is one column. Throws
  /// std::runtime_error if it is not valid.
  explicit ColumnSeparator(const std::optional<std::string>& separator);
  ColumnSeparator(const ColumnSeparator&) = delete;
  ColumnSeparator& operator=(const ColumnSeparator&) = delete;
  ~ColumnSeparator();

  /// Appends them. There is one more than there are separators, so some may be empty.
  void split(std::string_view value, std::vector<std::string>& columns) const;

 private:
  std::optional<regex_t> separator_;
};

}  // namespace muster::input

#endif
