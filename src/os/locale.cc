#include "os/locale.h"

#include <clocale>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

namespace muster::os {

bool collate_by_environment() {
  if (const char* const name = std::setlocale(LC_COLLATE, ""))
    return std::string_view(name) != "C" && std::string_view(name) != "POSIX";
  std::string name;
  for (const char* const variable : {"LC_ALL", "LC_COLLATE", "LANG"})
    if (const char* const value = std::getenv(variable); name.empty() && value != nullptr)
      name = value;
  throw std::runtime_error("the locale '" + name + "' is not there: see locale -a");
}

}  // namespace muster::os
