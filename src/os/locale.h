#ifndef MUSTER_OS_LOCALE_H
#define MUSTER_OS_LOCALE_H

namespace muster::os {

/// From now on strxfrm and strcoll of this process go by the locale that the environment asks for
/// (LC_ALL, LC_COLLATE or LANG); before the first call they go by bytes. Returns whether that is
/// another order than that of bytes. Must be called while there is one thread. Throws
/// std::runtime_error if the locale is not there.
bool collate_by_environment();

}  // namespace muster::os

#endif
