#ifndef MUSTER_REPORT_JSON_H
#define MUSTER_REPORT_JSON_H

#include <string>
#include <string_view>

namespace muster::report {

/// A string of JSON, quotes included. A byte that is not UTF-8 becomes \udcXX, from which Python's
/// surrogateescape makes it again.
std::string json_string(std::string_view text);

}  // namespace muster::report

#endif
