#ifndef MUSTER_INPUT_STREAM_H
#define MUSTER_INPUT_STREAM_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "input/source.h"
#include "os/fd.h"

namespace muster::input {

enum class Next : std::uint8_t {
  given,  ///< there is one
  later,  ///< none has come yet
  none,   ///< there are no more
};

/// The inputs of one source, one after the other. Of a file no more is in memory than what has been
/// read of it and not been taken.
class Stream {
 public:
  static constexpr std::size_t value_bytes_max = std::size_t{16} << 20U;

  /// Opens the file, if it is one. Throws std::system_error if that fails.
  Stream(Source source, char delimiter);

  /// Never waits. Throws std::system_error if the file cannot be read, std::runtime_error for what
  /// cannot be an argument.
  Next next(std::string& value);
  /// Waits until there is one, or no more. Returns whether there is one.
  bool await(std::string& value);

  /// After Next::later: readable when there may be more.
  [[nodiscard]] const os::Fd& fd() const { return file_; }
  /// Reads the file to its end, waiting for it: then left() is known.
  void read_all();
  /// How many there are still, if that is known.
  [[nodiscard]] std::optional<std::uint64_t> left() const;

 private:
  bool take(std::string& value);
  bool take_given(std::string& value);
  bool take_read(std::string& value);
  void read_more();
  [[noreturn]] void refuse(const char* why) const;

  Source source_;
  char delimiter_;
  std::string name_;  // of the file, for messages
  os::Fd file_;       // while it is not at its end
  std::string text_;  // of which what precedes begin_ has been taken
  std::size_t begin_ = 0;
  std::size_t searched_ = 0;  // up to here there is no delimiter
  std::uint64_t taken_ = 0;   // how many
  std::optional<std::uint64_t> count_;
};

}  // namespace muster::input

#endif
