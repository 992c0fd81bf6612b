#ifndef MUSTER_OS_IO_H
#define MUSTER_OS_IO_H

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "os/fd.h"

namespace muster::os {

// The loops around read(2) and write(2), and the only ones. They know of signals, of short reads
// and writes, and of descriptors that somebody else has made non-blocking. What fails otherwise is
// thrown as std::system_error, whose message begins with `failure` ("cannot read a message").

/// Reads what is there, at most buffer.size(), and does not wait if `fd` is non-blocking: nothing =
/// no data at the moment, 0 = end of file.
std::optional<std::size_t> read_some(const Fd& fd, std::span<char> buffer, const char* failure);

/// The same, but a failure is returned: -errno (-EAGAIN = no data at the moment).
ssize_t try_read_some(const Fd& fd, std::span<char> buffer) noexcept;

/// Reads what is there as soon as there is something: at least one byte; 0 = end of file.
std::size_t read_next(const Fd& fd, std::span<char> buffer, const char* failure);

/// Reads until `buffer` is full or the file ends, and returns how many bytes there were.
std::size_t read_full(const Fd& fd, std::span<char> buffer, const char* failure);

/// The same, but a failure is returned: -errno.
ssize_t try_read_full(const Fd& fd, std::span<char> buffer) noexcept;

/// Fills `buffer` from `offset` of a regular file on; leaves the descriptor where it is.
std::size_t pread_full(const Fd& fd, std::span<char> buffer, std::uint64_t offset,
                       const char* failure);

/// All that is left of a file; nothing if it cannot be read.
std::optional<std::string> read_to_end(const Fd& fd);

/// Writes all of `bytes` to descriptor `number`.
void write_all(int number, std::string_view bytes, const char* failure);

/// The same, but a failure is returned: 0 or an errno.
int try_write_all(int number, std::string_view bytes) noexcept;

/// Writes as much of `bytes` as is taken at once. Returns how much, or -errno.
ssize_t try_write_some(int number, std::string_view bytes) noexcept;

/// Moves bytes of a regular file, from `offset` on, into pipe `number` without copying them: at
/// most `bytes` of them, as many as are taken at once. The file's own offset stays where it is.
/// Returns how many, 0 at the end of the file, or -errno (-EINVAL: that kind of file cannot be
/// moved so).
ssize_t try_splice_some(const Fd& file, std::uint64_t offset, int number,
                        std::size_t bytes) noexcept;

/// What was written to descriptor `number` may have failed without a word until it is closed (NFS,
/// quotas). Throws if so; the descriptor stays open.
void check_written(int number, const char* failure);

/// Whether a read would not wait: there are bytes, or there is the end.
bool has_something(const Fd& fd);

/// Reads a small text file (/proc, /sys) whole, or as much of it as fits; nothing if it cannot be
/// read.
std::optional<std::size_t> read_small_file(const char* path, std::span<char> buffer) noexcept;

}  // namespace muster::os

#endif
