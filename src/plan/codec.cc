#include "plan/codec.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <span>

#define XXH_INLINE_ALL  // header only: no library to load
#include <xxhash.h>

#include "os/error.h"
#include "os/io.h"

namespace muster::plan {
namespace {

/// More than any plan is: found out before memory is asked for.
constexpr std::uint64_t bytes_max = std::uint64_t{1} << 32U;

constexpr const char* cannot_read = "cannot read a plan";

}  // namespace

bool write_bytes(int descriptor, Kind kind, std::string_view bytes) {
  Head head;
  head.kind = static_cast<std::uint32_t>(kind);
  head.bytes = bytes.size();
  head.checksum = XXH3_64bits(bytes.data(), bytes.size());
  int error = os::try_write_all(descriptor, {reinterpret_cast<const char*>(&head), sizeof head});
  if (error == 0) error = os::try_write_all(descriptor, bytes);
  if (error != 0 && error != EPIPE) os::throw_error(error, "cannot write a plan");
  return error == 0;
}

std::string read_bytes(const os::Fd& from, Kind kind) {
  Head head;
  const std::size_t head_bytes =
      os::read_full(from, {reinterpret_cast<char*>(&head), sizeof head}, cannot_read);
  if (head_bytes < sizeof head) throw CutShort();
  if (head.magic != Head::magic_value) throw FormatError("it does not begin as a plan");
  if (head.version != Head::version_value)
    throw FormatError("it is of version " + std::to_string(head.version) + ", not " +
                      std::to_string(Head::version_value));
  if (head.kind != static_cast<std::uint32_t>(kind)) throw FormatError("it is of another kind");
  if (head.bytes > bytes_max) throw FormatError("its size is out of bounds");
  // Memory grows with what has come, not with what is announced.
  std::string bytes;
  constexpr std::size_t step = std::size_t{1} << 20U;
  while (bytes.size() < head.bytes) {
    const std::size_t begin = bytes.size();
    bytes.resize(begin + std::min<std::uint64_t>(step, head.bytes - begin));
    const std::span<char> space(bytes.data() + begin, bytes.size() - begin);
    if (os::read_full(from, space, cannot_read) < space.size()) throw CutShort();
  }
  if (XXH3_64bits(bytes.data(), bytes.size()) != head.checksum)
    throw FormatError("its checksum is wrong");
  return bytes;
}

}  // namespace muster::plan
