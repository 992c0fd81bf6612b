#include "os/locale.h"

#include <langinfo.h>
#include <locale.h>
#include <wchar.h>

#include <clocale>
#include <cstdlib>
#include <cwchar>
#include <cwctype>
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
  throw std::runtime_error("locale '" + name +
                           "' is not installed (`locale -a` lists those that are)");
}

std::string collation_name() {
  return std::setlocale(LC_COLLATE, nullptr);
}

bool is_utf8_environment() {
  const locale_t locale = ::newlocale(LC_CTYPE_MASK, "", nullptr);
  if (locale == nullptr) return false;
  const std::string_view characters = ::nl_langinfo_l(CODESET, locale);
  const bool is_utf8 = characters == "UTF-8";
  ::freelocale(locale);
  return is_utf8;
}

void take_characters_from_environment() {
  (void)std::setlocale(LC_CTYPE, "");  // if it is not there, a character stays a byte
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  std::mbstate_t state{};
  while (!text.empty()) {
    wchar_t character = 0;
    std::size_t bytes = std::mbrtowc(&character, text.data(), text.size(), &state);
    if (bytes > text.size()) {  // no character, or only the beginning of one
      state = {};
      bytes = 1;
      ++columns;
    } else if (const int width = ::wcwidth(character); width >= 0) {
      columns += static_cast<std::size_t>(width);
    } else if (std::iswcntrl(static_cast<wint_t>(character)) == 0) {
      ++columns;
    }
    text.remove_prefix(bytes == 0 ? 1 : bytes);  // a NUL has no length
  }
  return columns;
}

}  // namespace muster::os
