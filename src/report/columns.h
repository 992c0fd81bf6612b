#ifndef MUSTER_REPORT_COLUMNS_H
#define MUSTER_REPORT_COLUMNS_H

#include <cstddef>
#include <string>
#include <string_view>

namespace muster::report {

/// How many columns of a terminal `text` takes.
std::size_t columns_of(std::string_view text);

/// `text` for a terminal: in at most `columns` of them, with "..." in place of what does not fit,
/// and with a question mark for each control character and each byte that is not UTF-8.
std::string fitted(std::string_view text, std::size_t columns);

}  // namespace muster::report

#endif
