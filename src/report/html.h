#ifndef MUSTER_REPORT_HTML_H
#define MUSTER_REPORT_HTML_H

#include <string>
#include <string_view>

namespace muster::report {

/// `text` for HTML, between tags or in an attribute in double quotes, on one line. What could not
/// be seen, or would change how other text is shown, is made visible: control characters by their
/// pictures (␛), those that direct bidirectional text by their numbers, bytes that are not UTF-8 as
/// \xHH.
std::string html_text(std::string_view text);

}  // namespace muster::report

#endif
