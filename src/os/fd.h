#ifndef MUSTER_OS_FD_H
#define MUSTER_OS_FD_H

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace muster::os {

/// The one owner of a file descriptor. Closing is never retried: on Linux the descriptor is gone
/// even when close() reports an error.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int number) : number_(number) {}
  Fd(Fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd() { reset(); }

  [[nodiscard]] int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  void reset() noexcept;

 private:
  int number_ = -1;
};

/// Both ends close-on-exec from birth: a write end that leaks into another child means that
/// end-of-file never comes.
struct Pipe {
  Fd read_end;
  Fd write_end;
};

Pipe make_pipe();

/// Asks for a pipe of `bytes`. A refusal (the user's share of pipe memory is used up) is not an
/// error: the pipe stays as it is, only slower.
void enlarge_pipe(const Fd& pipe_end, int bytes) noexcept;

void set_nonblocking(const Fd& fd);

/// Whether a read would not wait: there are bytes, or there is the end.
bool has_something(const Fd& fd);

/// The event of poll(2) which says that nobody will read what is written to descriptor `number`: a
/// pipe has no reader left, a socket's other side has closed, a terminal has hung up. 0 for
/// anything else: files have no reader that could go, and those of sysfs or a control group raise
/// POLLERR whenever they are polled.
short reader_gone_event(int number) noexcept;

/// Reads what is there, at most buffer.size(): nothing = no data at the moment (non-blocking
/// descriptors only), 0 = end of file. Throws on any other failure; `what` names the source.
std::optional<std::size_t> read_some(const Fd& fd, std::span<char> buffer, const char* what);

/// Writes all of `bytes` to descriptor `number`, or throws; `what` names the destination.
void write_all(int number, std::string_view bytes, const char* what);

/// What was written to descriptor `number` may have failed without a word until it is closed (NFS,
/// quotas). Throws if so; the descriptor stays open.
void check_written(int number, const char* what);

Fd open_for_reading(const std::string& path);

/// A file in `folder` that has no name yet, or will never have one. Nothing, with errno set, if it
/// cannot be made; `is_unsupported` then says whether only a file with a name can be had there.
Fd create_nameless(const std::string& folder, int access, unsigned mode, bool& is_unsupported);

/// A copy of descriptor `number`, if it is one to write to that this process was started with.
/// None, with errno set, otherwise: all that Muster opens itself is close-on-exec, and is nobody
/// else's.
Fd copy_given_output(int number);

/// Opens /dev/null on each of 0, 1 and 2 that is closed, the wrong way round, so that no file we
/// open lands there and that using the closed stream still fails. For the start of main().
void occupy_standard_streams();

/// Reads a small text file whole (/proc, /sys); nothing if it cannot be read.
std::optional<std::size_t> read_small_file(const char* path, std::span<char> buffer) noexcept;

}  // namespace muster::os

#endif
