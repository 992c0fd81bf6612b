#ifndef MUSTER_OS_LOCALE_H
#define MUSTER_OS_LOCALE_H

#include <cstddef>
#include <string>
#include <string_view>

namespace muster::os {

/// From now on strxfrm and strcoll of this process go by the locale that the environment asks for
/// (LC_ALL, LC_COLLATE or LANG); before the first call they go by bytes. Returns whether that is
/// another order than that of bytes. Must be called while there is one thread. Throws
/// std::runtime_error if the locale is not there.
bool collate_by_environment();

/// The name of the locale that collation goes by ("de_DE.UTF-8").
std::string collation_name();

/// Whether the environment says that characters are UTF-8 (LC_ALL, LC_CTYPE or LANG).
bool is_utf8_environment();

/// From now on columns_of() takes bytes for the characters that the environment says they are
/// (LC_ALL, LC_CTYPE or LANG). Must be called while there is one thread.
void take_characters_from_environment();

/// How many columns a terminal needs for the text. A control character takes none, a tab among
/// them, and a byte that is no part of a character takes one.
std::size_t columns_of(std::string_view text);

}  // namespace muster::os

#endif
