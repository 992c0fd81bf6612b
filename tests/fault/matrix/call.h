#ifndef MUSTER_MATRIX_CALL_H
#define MUSTER_MATRIX_CALL_H

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "fault/matrix/fault.h"

namespace muster::matrix {

using Arguments = std::array<std::uint64_t, 6>;

/// "openat", or its number if it has no row here: nothing is known of how it may fail then.
std::string call_name(int call);

/// What decides how a call may fail, besides its name:
///   of read, write and the like   f file, p pipe, s socket, e stderr, a any other
///   of openat                     t without a name, c makes a file, o opens one
///   of fcntl                      d duplicates, p sets the size of a pipe
///   of epoll_ctl                  a adds a descriptor
///   all others                    -
char what_it_is_about(pid_t process, int call, const Arguments& arguments);

/// How many bytes it is to read or write, or 0.
std::uint64_t bytes_asked_for(int call, const Arguments& arguments);

/// The argument that holds this number.
inline constexpr std::size_t bytes_argument = 2;

/// The errors by which a call like this may fail at any time on a sound machine: no memory, no
/// descriptors, no space, a disk with errors, permissions. Not those that show a bug (EBADF).
std::vector<int> plausible_errors(const Point& point);

/// Whether a signal may interrupt it, or a file system that is slow.
bool may_be_interrupted(const Point& point);

/// How many bytes it reads or writes whole, if it does at all.
std::uint64_t whole_bytes(const Point& point);

/// Whether it may read or write less than was asked for.
bool may_be_short(const Point& point);

/// The calls for which plausible_errors is empty although manuals name errors, and why.
struct Impossible {
  const char* call;
  const char* why;
};
const std::vector<Impossible>& impossible_failures();

}  // namespace muster::matrix

#endif
