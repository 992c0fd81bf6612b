#ifndef MUSTER_OS_QUOTING_H
#define MUSTER_OS_QUOTING_H

#include <string>
#include <vector>

namespace muster::os {

/// The word that /bin/sh reads as `text`: as it is if nothing in it is special, else in single
/// quotes.
std::string quoted_word(const std::string& text);

/// The line that /bin/sh reads as these words: a program and its arguments.
std::string quoted_command(const std::vector<std::string>& words);

/// A file's name in a message, as GNU's tools quote names: quoted if it is empty or could be
/// misread, with control characters escaped ($'\n'), so that a message stays one line.
std::string quoted_name(const std::string& name);

}  // namespace muster::os

#endif
