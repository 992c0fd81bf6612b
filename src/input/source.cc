#include "input/source.h"

#include <algorithm>

namespace muster::input {

bool Inputs::is_valid() const {
  const auto reads_standard_input = [](const Source& source) { return source.path == "-"; };
  return !sources.empty() && rows_max > 0 &&
         std::count_if(sources.begin(), sources.end(), reads_standard_input) <= 1 &&
         std::none_of(sources.begin(), sources.end(),
                      [](const Source& source) { return source.path && !source.values.empty(); });
}

}  // namespace muster::input
