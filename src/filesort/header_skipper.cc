#include "filesort/header_skipper.h"

#include <utility>

#include "filesort/bad_input.h"

namespace muster::filesort {

void HeaderSkipper::take_header(std::string_view records) {
  is_in_header_ = true;
  digest_.add(records);
  if (header_.path.empty()) {
    header_.path = path_;
    is_first_ = true;
  }
  if (is_first_) header_.take(records);
}

void HeaderSkipper::end_header() {
  is_in_header_ = false;
  digest_.finish();
  if (is_first_)
    header_.digest = std::move(digest_);
  else if (!header_.may_differ && header_.digest != digest_)
    throw BadInput(OtherHeader{path_, header_.path});
}

}  // namespace muster::filesort
